import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Sandbox } from './folder.ts';
import { inside } from './folder.ts';
import type { Secrets } from './secrets.ts';
import { inService } from './service.ts';

/** Copies the Django project to `app/` and the front page to `www/`: the services' users cannot read the repository. */
export async function deploySources(sandbox: Sandbox) {
  for (const [from, to] of [['korrigo', 'app'] as const, ['front', 'www'] as const]) {
    await rm(inside(sandbox, to), { recursive: true, force: true });
    await cp(join(import.meta.dirname, from), inside(sandbox, to), {
      recursive: true,
      filter: (path) => !path.endsWith('__pycache__'),
    });
  }
  await execa('chmod', ['--recursive', 'u=rwX,go=rX', inside(sandbox, 'app'), inside(sandbox, 'www')]);
  await execa('/usr/bin/python3', ['-m', 'compileall', '-q', inside(sandbox, 'app')]);
}

/** Creates the tables and the static files. A step of its own: services never migrate when they start. */
export async function migrate(sandbox: Sandbox) {
  await inService(sandbox, 'backend', ['python', 'manage.py', 'migrate', '--no-input', '--verbosity', '0']);
  await inService(sandbox, 'backend', ['python', 'manage.py', 'collectstatic', '--no-input', '--verbosity', '0']);
}

/** Fills an empty platform; returns the command's summary. Passwords go through stdin. */
export async function seed(sandbox: Sandbox, { administration, verification }: Secrets) {
  const passwords = JSON.stringify({ administration, verification });
  return inService(sandbox, 'backend', ['python', 'manage.py', 'seed'], passwords);
}
