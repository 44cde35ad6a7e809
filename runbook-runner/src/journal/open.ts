import { closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makePrivateFolder, syncFolder } from '../disk/folder.ts';
import { JournalError } from './journal-error.ts';
import { CHAIN_START } from './line.ts';
import type { ParsedJournal } from './read.ts';
import { parseJournal } from './read.ts';
import type { JournalRecord, RunStarted } from './record.ts';
import type { Journal } from './writer.ts';
import { journalWriter, syncing } from './writer.ts';

/**
 * Creates the journal of a new run (0600, in a 0700 folder) with its first record, durable on return.
 * Throws a JournalError: `unusable` when it exists already or cannot be created, `unwritten` as `append` does.
 */
export function createJournal(path: string, first: RunStarted): Journal {
  const fd = opening(path, () => {
    makePrivateFolder(dirname(path));
    return openSync(path, constants.O_CREAT | constants.O_EXCL | SAFE_FLAGS, 0o600);
  });
  const journal = journalWriter(path, fd, { offset: 0, hash: CHAIN_START });
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
  const fd = opening(path, () => openSync(path, SAFE_FLAGS));
  try {
    const parsed = parseJournal(readFileSync(fd), path);
    const warnings = [...modeWarnings(fd, path), ...tornWarnings(parsed, path)];
    if (parsed.torn === null) {
      return { ...journalWriter(path, fd, parsed.end), records: parsed.records, warnings };
    }
    if (options.repair === undefined) return { ...refusing(path, fd), records: parsed.records, warnings };
    const repaired = repairRecord(parsed.torn, options.repair.at);
    syncing(path, () => ftruncateSync(fd, parsed.end.offset));
    const journal = journalWriter(path, fd, parsed.end);
    journal.append(repaired);
    return { ...journal, records: [...parsed.records, repaired], warnings };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Reads a journal without touching it, also while its run goes on: a line being written is then a torn one. */
export function readJournal(path: string): ReadJournal & { readonly torn: boolean } {
  const fd = opening(path, () => openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW));
  try {
    const parsed = parseJournal(readFileSync(fd), path);
    const warnings = [...modeWarnings(fd, path), ...tornWarnings(parsed, path)];
    return { records: parsed.records, warnings, torn: parsed.torn !== null };
  } finally {
    closeSync(fd);
  }
}

export interface ReadJournal {
  readonly records: ParsedJournal['records'];
  /** In French, to be shown to the operator. */
  readonly warnings: readonly string[];
}

export interface OpenedJournal extends Journal, ReadJournal {}

// Node adds O_CLOEXEC to every open, so no step inherits the journal.
const SAFE_FLAGS = constants.O_RDWR | constants.O_NOFOLLOW;

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
