import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import { JournalError } from './journal-error.ts';
import { encodeLine, hashLine } from './line.ts';
import type { JournalRecord } from './record.ts';
import { recordSchema } from './record.ts';

/**
 * Writes the lines of an open journal, from `end` on. What follows the last one is a reserve of zeros: a step that fills
 * the disk does not keep its own end from being written, and a sync has no new file size to write.
 */
export function journalWriter(path: string, fd: number, end: Position): Journal {
  let { offset, hash } = end;
  let size = fstatSync(fd).size;
  let failure: JournalError | null = null;
  let closed = false;

  const write = (record: JournalRecord, durable: boolean): void => {
    if (failure !== null) throw failure;
    // What a reader would refuse must never reach the disk: the rest of the journal would be lost with it.
    recordSchema.parse(record);
    try {
      const line = encodeLine(record, hash);
      checkUntouched();
      writeWhole(line);
      if (durable) syncing(path, () => fdatasyncSync(fd));
      offset += line.length;
      hash = hashLine(line.subarray(0, -1));
    } catch (error) {
      failure = error instanceof JournalError ? error : unwritten(path, error);
      throw failure;
    }
  };

  const writeWhole = (line: Buffer): void => {
    const left = size - offset - line.length;
    const bytes = left < LEAST_RESERVE ? Buffer.concat([line, Buffer.alloc(RESERVE)]) : line;
    const written = syncing(path, () => writeSync(fd, bytes, 0, bytes.length, offset));
    // A reserve cut short by a disk that is nearly full is no failure yet.
    if (written < line.length) throw unwritten(path, new Error(`${written} octets écrits sur ${line.length}`));
    size = Math.max(size, offset + written);
  };

  const checkUntouched = (): void => {
    if (isUntouched()) return;
    throw new JournalError(
      'other-writer',
      path,
      'Quelqu’un d’autre écrit dans ce fichier. L’exécution s’arrête ici.',
      'Cherchez qui exécute ce runbook en même temps, puis reprenez avec « runbook resume ».',
    );
  };

  const isUntouched = (): boolean => {
    const next = Buffer.alloc(1);
    readSync(fd, next, 0, 1, offset);
    return next[0] === 0 && fstatSync(fd).size === size;
  };

  return {
    append: (record) => write(record, true),
    announce: (record) => write(record, false),
    close() {
      if (closed) return;
      closed = true;
      try {
        // What another wrote there is not ours to cut off.
        if (failure === null && isUntouched()) ftruncateSync(fd, offset);
      } finally {
        failure ??= new JournalError('unusable', path, 'Ce journal est fermé.', 'Ouvrez-le de nouveau.');
        closeSync(fd);
      }
    },
  };
}

/** Bytes. A record takes some hundred: always room for the end of the step at work, and rarely a new reserve. */
const LEAST_RESERVE = 16_384;
const RESERVE = 65_536;

/**
 * Does what the disk may refuse, once: after a failed fsync the kernel may drop the page and call the next one a success.
 * @throws JournalError `unwritten`
 */
export function syncing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw unwritten(path, error);
  }
}

function unwritten(path: string, cause: unknown): JournalError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new JournalError(
    'unwritten',
    path,
    `Le journal n’a pas pu être écrit (${reason}). L’état de l’exécution est inconnu et elle s’arrête ici.`,
    'Vérifiez le disque, puis reprenez avec « runbook resume ».',
    cause,
  );
}

export interface Journal {
  /**
   * Returns once the record is on the disk. Throws a JournalError: `unwritten` when that is not certain (the run must
   * stop, and every later append throws too), `other-writer` when the file is not as this journal left it.
   */
  readonly append: (record: JournalRecord) => void;
  /** Writes a record that the next `append` makes durable: until then nothing may depend on it. Throws as `append`. */
  readonly announce: (record: JournalRecord) => void;
  /** Gives the reserve back to the disk. */
  readonly close: () => void;
}

/** Where a line goes: its offset in the file, and the hash of the line before it. */
export interface Position {
  readonly offset: number;
  readonly hash: string;
}
