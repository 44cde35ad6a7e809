import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './folder.ts';

/** Replaces a file whole: after a crash or a power cut it is the old one or the new one, and the new one once this returns. */
export function replaceDurably(path: string, content: string, mode = 0o600): void {
  const draft = `${path}.new`;
  const fd = openSync(draft, 'w', mode);
  try {
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** Replaces a file whole for those who read it now; a power cut may lose it (0600). */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const draft = `${path}.new`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, path);
}
