import { closeSync, constants, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Makes a folder and the missing ones above it, 0700, so that a power cut cannot take any of them away again. */
export function makePrivateFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const highest = dirname(resolve(first));
  for (let folder = resolve(path); folder !== highest; ) {
    folder = dirname(folder);
    syncFolder(folder);
  }
}

/** A new name is only durable once its folder is: syncing the file does not do it. */
export function syncFolder(path: string): void {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
