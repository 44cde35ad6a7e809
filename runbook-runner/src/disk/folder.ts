import { chmodSync, closeSync, constants, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and the missing ones above it; returns the highest that was made, null when all were there.
 * Not Node's own `recursive`: where a folder that exists answers ENOENT to a new one, as /proc does, it tries for ever.
 */
export function makeFolders(path: string, mode: number): string | null {
  if (isFolder(path)) return null;
  const above = dirname(path);
  const first = above === path || isThere(above) ? null : makeFolders(above, mode);
  try {
    mkdirSync(path, { mode });
    return first ?? path;
  } catch (error) {
    // Another process may have made it since.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && isFolder(path)) return first;
    throw error;
  }
}

/**
 * The same for a folder that every account goes through: whatever the umask, it and those that were made above it are open to be
 * read and gone through.
 * @returns whether anything was made.
 */
export function makeOpenFolders(path: string): boolean {
  const first = makeFolders(path, 0o755);
  if (first === null) return false;
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) chmodSync(folder, 0o755);
  return true;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
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
