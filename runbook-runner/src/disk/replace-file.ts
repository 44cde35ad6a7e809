import { closeSync, constants, fsyncSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Access } from './access.ts';
import { openFile, ownAccess } from './access.ts';
import { syncFolder } from './folder.ts';

/** Replaces a file whole: after a crash or a power cut it is the old one or the new one, and the new one once this returns. */
export function replaceDurably(path: string, content: string, access: Access = ownAccess): void {
  replace(path, content, access, true);
  syncFolder(dirname(path));
}

/** Replaces a file whole for those who read it now; a power cut may lose it. A link at `path` is not followed. */
export function replaceFile(path: string, content: string | Uint8Array, access: Access = ownAccess): void {
  replace(path, content, access, false);
}

function replace(path: string, content: string | Uint8Array, access: Access, durable: boolean): void {
  const draft = `${path}.new`;
  const fd = openNew(draft, access);
  try {
    writeFileSync(fd, content);
    if (durable) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
}

/** A crash may have left an old one there, and another account a link. */
function openNew(path: string, access: Access): number {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return openFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, access);
}
