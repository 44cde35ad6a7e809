import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { execa } from 'execa';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';

/** True once the seeded state has been kept whole. */
export function hasSnapshot(sandbox: Sandbox) {
  return existsSync(inside(sandbox, 'snapshot'));
}

/** Keeps the files of the database and the media as they are. PostgreSQL must be stopped. */
export async function takeSnapshot(sandbox: Sandbox) {
  const draft = inside(sandbox, 'snapshot.draft');
  await rm(draft, { recursive: true, force: true });
  await execa('mkdir', ['--mode', '0700', draft]);
  await copy(inside(sandbox, 'db/data'), draft);
  await copy(inside(sandbox, 'media'), draft);
  // The name appears only when the copy is whole.
  await rename(draft, inside(sandbox, 'snapshot'));
}

/** Puts the snapshot back in the place of whatever is there. PostgreSQL must be stopped. */
export async function restoreSnapshot(sandbox: Sandbox) {
  await rm(inside(sandbox, 'db/data'), { recursive: true, force: true });
  await copy(inside(sandbox, 'snapshot/data'), inside(sandbox, 'db'));
  // The folders stay and their contents go: nginx, or an operator's shell, may be in them.
  await empty(inside(sandbox, 'media'));
  await copy(`${inside(sandbox, 'snapshot/media')}/.`, inside(sandbox, 'media'));
  await empty(inside(sandbox, 'tmp'));
}

async function copy(from: string, to: string) {
  await execa('cp', ['--archive', from, to]);
}

async function empty(folder: string) {
  await execa('mkdir', ['--parents', folder]);
  for (const name of await readdir(folder)) await rm(`${folder}/${name}`, { recursive: true, force: true });
}
