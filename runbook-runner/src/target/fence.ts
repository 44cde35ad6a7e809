import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The number of the last acquisition; 0: never. Throws when the file is not a number: it must never go back. */
export function readFence(path: string): number {
  const text = readIfPresent(path);
  if (text === null) return 0;
  if (!/^[1-9]\d{0,14}\n$/.test(text)) {
    throw new Error(
      `${path} : ce compteur est illisible (${JSON.stringify(text)}) ; supprimez-le si aucune exécution n’est en cours.`,
    );
  }
  return Number(text);
}

/** Gives the next number, durable on return. Only the holder of the lock may call it. */
export function nextFence(path: string): number {
  const next = readFence(path) + 1;
  replaceDurably(path, `${next}\n`);
  return next;
}

/** Readers see the old text or the new one, and a power cut leaves one of them. */
export function replaceDurably(path: string, text: string): void {
  const draft = `${path}.new`;
  const fd = openSync(draft, 'w', 0o644);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

export function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
