import { closeSync, constants, fsyncSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './folder.ts';

/** Replaces a file whole: after a crash or a power cut it is the old one or the new one, and the new one once this returns. */
export function replaceDurably(path: string, content: string): void {
  replace(path, content, true);
  syncFolder(dirname(path));
}

/** Replaces a file whole for those who read it now; a power cut may lose it (0600). A link at `path` is not followed. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  replace(path, content, false);
}

function replace(path: string, content: string | Uint8Array, durable: boolean): void {
  const draft = `${path}.new`;
  const fd = openNew(draft);
  try {
    writeFileSync(fd, content);
    if (durable) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
}

/** A crash may have left an old one there, and another account a link. */
function openNew(path: string): number {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
}
