import { createHash } from 'node:crypto';
import { closeSync, constants, renameSync, rmSync, writeSync } from 'node:fs';
import type { Access } from '../disk/access.ts';
import { openFile } from '../disk/access.ts';
import { systemCause } from '../disk/cause.ts';
import { Failure } from '../failure.ts';

/**
 * The log of one attempt. A step may fill the disk: what the log takes no more is lost, which is told, and the
 * step goes on. It has its name only once the attempt begins: a log that the journal knows nothing of is then the proof
 * that a record was lost.
 * @throws Failure `cannot-run` when it cannot be opened; nothing of the attempt has run then.
 */
export function openStepLog(path: string, access: Access): StepLog {
  const waiting = `${path}.new`;
  // Appended to: an attempt of which only the intent was written may have left its empty file.
  const fd = open(waiting, path, access);
  let begun = false;
  const hash = createHash('sha256');
  let bytes = 0;
  let cut: string | null = null;
  return {
    begin() {
      try {
        renameSync(waiting, path);
      } catch (error) {
        throw unkept(path, error);
      }
      begun = true;
    },
    write(output) {
      try {
        for (let rest = output; rest.length > 0 && cut === null; ) {
          const written = rest.subarray(0, writeSync(fd, rest));
          hash.update(written);
          bytes += written.length;
          rest = rest.subarray(written.length);
        }
      } catch (error) {
        cut = systemCause(error);
      }
    },
    digest: () => ({ bytes, sha256: hash.copy().digest('hex'), ...(cut === null ? {} : { cut }) }),
    close() {
      closeSync(fd);
      if (!begun) rmSync(waiting, { force: true });
    },
  };
}

function open(waiting: string, path: string, access: Access): number {
  try {
    const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
    return openFile(waiting, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, access);
  } catch (error) {
    throw unkept(path, error);
  }
}

function unkept(path: string, error: unknown): Failure {
  return new Failure('cannot-run', {
    message: `rien n’a été lancé : la sortie de l’étape ne pourrait pas être gardée (${systemCause(error)})`,
    where: path,
    expected: 'un fichier que ce compte peut créer à cet endroit',
    action: 'Vérifiez ce dossier et la place qui reste (df -h), puis reprenez avec « runbook resume ».',
  });
}

export interface StepLog {
  /** To be called when it is on the disk that the attempt began, and before its text does. */
  readonly begin: () => void;
  readonly write: (output: Uint8Array) => void;
  readonly digest: () => LogDigest;
  readonly close: () => void;
}

/** Measures what is in the log. `cut`: it does not hold the whole output, and why. */
export interface LogDigest {
  readonly bytes: number;
  readonly sha256: string;
  readonly cut?: string;
}
