import { rm } from 'node:fs/promises';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import { inService } from './launchers.ts';

/** Puts an empty PostgreSQL cluster and empty media in the place of whatever is there. No service may run. */
export async function forgetPlatform(sandbox: Sandbox) {
  await rm(inside(sandbox, 'db/data'), { recursive: true, force: true });
  await rm(inside(sandbox, 'media/copies'), { recursive: true, force: true });
  const options = ['--username', 'postgres', '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--auth', 'peer'];
  await inService(sandbox, 'db', ['initdb', '--pgdata', inside(sandbox, 'db/data'), '--no-sync', ...options]);
}
