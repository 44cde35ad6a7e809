import { cp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';

/** Copies the Django project to `app/` and the front page to `www/`: the services' users cannot read the repository. */
export async function deploySources(sandbox: Sandbox) {
  for (const [from, to] of [['korrigo', 'app'] as const, ['front', 'www'] as const]) {
    await rm(inside(sandbox, to), { recursive: true, force: true });
    await cp(join(PLATFORM, from), inside(sandbox, to), {
      recursive: true,
      filter: (path) => !path.endsWith('__pycache__'),
    });
  }
  await execa('chmod', ['--recursive', 'u=rwX,go=rX', inside(sandbox, 'app'), inside(sandbox, 'www')]);
  await execa('/usr/bin/python3', ['-m', 'compileall', '-q', inside(sandbox, 'app')]);
  // The application looks for its media below its own folder, and no variable can tell it otherwise.
  await symlink(inside(sandbox, 'media'), inside(sandbox, 'app/media'));
}

const PLATFORM = join(import.meta.dirname, '../../platform');
