import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import { composeArgs, mustDocker } from './docker.ts';
import { removeAll } from './services.ts';

/** True once the seeded state has been kept whole. */
export function hasSnapshot(sandbox: Sandbox) {
  return existsSync(inside(sandbox, 'snapshot'));
}

/** Keeps the volumes of the database and of the media as they are. PostgreSQL must be stopped. */
export async function takeSnapshot(sandbox: Sandbox) {
  const draft = inside(sandbox, 'snapshot.draft');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  for (const { service, folder } of VOLUMES) {
    await tar(sandbox, service, ['-c', '-f', '-', '-C', folder, '.'], { output: `${draft}/${service}.tar` });
  }
  // The name appears only when the copy is whole.
  await rename(draft, inside(sandbox, 'snapshot'));
}

/** Puts the snapshot in new volumes, in the place of whatever is there. */
export async function restoreSnapshot(sandbox: Sandbox) {
  await removeAll(sandbox);
  for (const { service, folder } of VOLUMES) {
    const inputFile = inside(sandbox, 'snapshot', `${service}.tar`);
    await tar(sandbox, service, ['-x', '-p', '-f', '-', '-C', folder], { inputFile });
  }
}

function tar(sandbox: Sandbox, service: string, args: readonly string[], streams: Streams) {
  const where = ['run', '--rm', '-T', '--no-deps', '--user', '0', '--entrypoint', '', service];
  return mustDocker(sandbox, composeArgs(...where, 'tar', ...args), streams);
}

/** A volume, where a service sees it. */
const VOLUMES = [
  { service: 'db', folder: '/var/lib/postgresql/data' },
  { service: 'backend', folder: '/app/media' },
];

type Streams = { readonly output: string } | { readonly inputFile: string };
