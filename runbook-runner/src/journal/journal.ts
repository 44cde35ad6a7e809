import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { makePrivateFolder, syncFolder } from './folder.ts';
import { JournalError } from './journal-error.ts';
import { CHAIN_START, encodeLine, hashLine } from './line.ts';
import { type ParsedJournal, parseJournal } from './read.ts';
import type { JournalRecord, RunStarted } from './record.ts';

/**
 * Creates the journal of a new run (0600, in a 0700 folder) with its first record, durable on return.
 * Throws a JournalError: `unusable` when it exists already or cannot be created, `unwritten` as `append` does.
 */
export function createJournal(path: string, first: RunStarted): Journal {
  const fd = opening(path, () => {
    makePrivateFolder(dirname(path));
    return openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | SAFE_FLAGS, 0o600);
  });
  const journal = writer(path, fd, 0, CHAIN_START);
  try {
    journal.append(first);
    syncing(path, () => syncFolder(dirname(path)));
  } catch (error) {
    journal.close();
    throw error;
  }
  return journal;
}

/**
 * Opens the journal of a run to go on with it. With a torn last line `append` throws `torn`, unless `repair` gives
 * the instant at which to cut it off: that is done here and recorded.
 * Throws a JournalError: `broken`, `empty`, `unusable`.
 */
export function openJournal(path: string, options: { readonly repair?: { readonly at: string } } = {}): OpenedJournal {
  const fd = opening(path, () => openSync(path, constants.O_RDWR | SAFE_FLAGS));
  try {
    const parsed = parseJournal(readFileSync(fd), path);
    const warnings = [...modeWarnings(fd, path), ...tornWarnings(parsed, path)];
    if (parsed.torn === null) {
      return { ...writer(path, fd, parsed.validBytes, parsed.lastHash), records: parsed.records, warnings };
    }
    if (options.repair === undefined) return { ...refusing(path, fd), records: parsed.records, warnings };
    const repaired = repairRecord(parsed.torn, options.repair.at);
    syncing(path, () => ftruncateSync(fd, parsed.validBytes));
    const journal = writer(path, fd, parsed.validBytes, parsed.lastHash);
    journal.append(repaired);
    return { ...journal, records: [...parsed.records, repaired], warnings };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Reads a journal without touching it, also while its run goes on: a line being written is then a torn one. */
export function readJournal(path: string): ReadJournal {
  const fd = opening(path, () => openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW));
  try {
    const parsed = parseJournal(readFileSync(fd), path);
    return { records: parsed.records, warnings: [...modeWarnings(fd, path), ...tornWarnings(parsed, path)] };
  } finally {
    closeSync(fd);
  }
}

export interface Journal {
  /**
   * Returns once the record is on the disk. Throws a JournalError: `unwritten` when that is not certain (the run must
   * stop, and every later append throws too), `other-writer` when the file is not as this journal left it.
   */
  readonly append: (record: JournalRecord) => void;
  /**
   * Writes a record that the next `append` makes durable: until then nothing may depend on it. Throws as `append`.
   */
  readonly announce: (record: JournalRecord) => void;
  readonly close: () => void;
}

export interface ReadJournal {
  readonly records: ParsedJournal['records'];
  /** In French, to be shown to the operator. */
  readonly warnings: readonly string[];
}

export interface OpenedJournal extends Journal, ReadJournal {}

// Node adds O_CLOEXEC to every open, so no step inherits the journal.
const SAFE_FLAGS = constants.O_APPEND | constants.O_NOFOLLOW;

function writer(path: string, fd: number, startSize: number, startHash: string): Journal {
  let size = startSize;
  let hash = startHash;
  let failure: JournalError | null = null;
  let closed = false;
  const write = (record: JournalRecord, durable: boolean): void => {
    if (failure !== null) throw failure;
    try {
      const line = encodeLine(record, hash);
      checkUntouched(path, fd, size);
      writeWhole(path, fd, line);
      if (durable) syncing(path, () => fdatasyncSync(fd));
      size += line.length;
      hash = hashLine(line.subarray(0, -1));
    } catch (error) {
      failure = error instanceof JournalError ? error : unwritten(path, error);
      throw failure;
    }
  };
  return {
    append: (record) => write(record, true),
    announce: (record) => write(record, false),
    close() {
      if (closed) return;
      closed = true;
      failure ??= new JournalError('unusable', path, 'Ce journal est fermé.', 'Ouvrez-le de nouveau.');
      closeSync(fd);
    },
  };
}

function refusing(path: string, fd: number): Journal {
  const refuse = (): never => {
    throw new JournalError('torn', path, 'La dernière ligne est incomplète.', 'Réparez le journal avant d’y écrire.');
  };
  return {
    append: refuse,
    announce: refuse,
    close: () => closeSync(fd),
  };
}

function checkUntouched(path: string, fd: number, expected: number): void {
  const actual = fstatSync(fd).size;
  if (actual === expected) return;
  throw new JournalError(
    'other-writer',
    path,
    `Ce fichier fait ${actual} octets au lieu de ${expected} : quelqu’un d’autre y écrit. L’exécution s’arrête ici.`,
    'Cherchez qui exécute ce runbook en même temps, puis reprenez avec « runbook resume ».',
  );
}

function writeWhole(path: string, fd: number, line: Buffer): void {
  const written = syncing(path, () => writeSync(fd, line));
  if (written !== line.length) throw unwritten(path, new Error(`${written} octets écrits sur ${line.length}`));
}

// Never retried: after a failed fsync the kernel may drop the page and call the next one a success.
function syncing<T>(path: string, write: () => T): T {
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

function opening(path: string, open: () => number): number {
  try {
    return open();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const [message, action] = OPENING_FAILURES[code] ?? [`Ouverture impossible (${code}).`, 'Vérifiez ce chemin.'];
    throw new JournalError('unusable', path, message, action, error);
  }
}

const OPENING_FAILURES: Readonly<Record<string, readonly [message: string, action: string]>> = {
  EEXIST: ['Ce journal existe déjà.', 'Une exécution ne réutilise jamais le journal d’une autre : recommencez.'],
  ENOENT: ['Il n’y a pas de journal ici.', 'Vérifiez l’identifiant de l’exécution.'],
  ELOOP: ['C’est un lien symbolique, et un journal n’en est jamais un.', 'Cherchez qui l’a posé, puis supprimez-le.'],
  EACCES: ['Accès refusé.', 'Un journal n’est lisible que par le compte qui l’a créé : reprenez sous ce compte.'],
};

function modeWarnings(fd: number, path: string): readonly string[] {
  const mode = fstatSync(fd).mode & 0o777;
  if ((mode & 0o077) === 0) return [];
  return [`${path} : ouvert à d’autres comptes (mode ${mode.toString(8)}) ; « chmod 600 » le referme.`];
}

function tornWarnings(parsed: ParsedJournal, path: string): readonly string[] {
  if (parsed.torn === null) return [];
  const line = parsed.records.length + 1;
  return [
    `${path} : la ligne ${line}, la dernière, est incomplète (${parsed.torn.length} octets). ` +
      'Le runner s’est arrêté en l’écrivant ; elle est ignorée, rien n’a été lancé après elle.',
  ];
}

function repairRecord(torn: Buffer, at: string): JournalRecord {
  return { type: 'repaired', at, droppedBytes: torn.length, dropped: torn.toString('base64') };
}
