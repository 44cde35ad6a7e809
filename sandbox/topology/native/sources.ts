import { cp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import { copyProject } from '../../platform/sources.ts';
import type { ProfileName } from '../../profile/profiles.ts';

/** Copies the Django project to `app/` and the front page to `www/`: the services' users cannot read the repository. */
export async function deploySources(sandbox: Sandbox, profile: ProfileName) {
  const [app, www] = [inside(sandbox, 'app'), inside(sandbox, 'www')];
  for (const folder of [app, www]) await rm(folder, { recursive: true, force: true });
  await copyProject(profile, app);
  await cp(FRONT, www, { recursive: true });
  await execa('chmod', ['--recursive', 'u=rwX,go=rX', app, www]);
  await execa('/usr/bin/python3', ['-m', 'compileall', '-q', app]);
  // The application looks for its media below its own folder, and no variable can tell it otherwise.
  await symlink(inside(sandbox, 'media'), inside(sandbox, 'app/media'));
}

const FRONT = join(import.meta.dirname, '../../platform/front');
