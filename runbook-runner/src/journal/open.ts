import { closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Access } from '../disk/access.ts';
import { makeDurableFolder, openFile, ownAccess } from '../disk/access.ts';
import { syncFolder } from '../disk/folder.ts';
import { plural } from '../french/plural.ts';
import { JournalError } from './journal-error.ts';
import { CHAIN_START } from './line.ts';
import type { LogFile } from './logs.ts';
import { listLogs, logsBeside, tracesOf } from './logs.ts';
import type { ParsedJournal } from './read.ts';
import { brokenJournal, parseJournal, parseReadable } from './read.ts';
import type { JournalRecord, RunStarted, Traced } from './record.ts';
import { replay } from './replay.ts';
import { isRunId } from './runs.ts';
import type { Journal } from './writer.ts';
import { journalWriter, syncing } from './writer.ts';

/**
 * Creates the journal of a new run, for those who have `access`, with its first record, durable on return.
 * Throws a JournalError: `unusable` when it exists already or cannot be created, `unwritten` as `append` does.
 */
export function createJournal(path: string, first: RunStarted, access: Access = ownAccess): Journal {
  const fd = opening(path, () => {
    makeDurableFolder(dirname(path), access);
    return openFile(path, constants.O_CREAT | constants.O_EXCL | SAFE_FLAGS, access);
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
 * Opens the journal of a run to go on with it. What stands at its end and is no record is cut off and kept in a record; an
 * attempt of which only the log is left is recorded as such.
 * Throws a JournalError: `broken`, `empty`, `unusable`.
 */
export function openJournal(path: string, { at, despite }: OpeningOptions): OpenedJournal {
  const logs = opening(path, () => listLogs(logsBeside(path)));
  const fd = opening(path, () => openSync(path, SAFE_FLAGS));
  try {
    const { parsed, traces, warnings } = contentOf(path, fd, logs, despite);
    const { end, rest } = parsed;
    if (end.lacksLineFeed) syncing(path, () => writeSync(fd, '\n', end.offset));
    const offset = end.offset + (end.lacksLineFeed ? 1 : 0);
    if (rest !== null) syncing(path, () => ftruncateSync(fd, offset));
    const journal = journalWriter(path, fd, { offset, hash: end.hash });
    const added = [...(rest === null ? [] : [repairRecord(rest.bytes, at)]), ...traces];
    for (const record of added) journal.append(record);
    return { ...journal, records: [...parsed.records, ...added], warnings };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Reads a journal without touching it, also while its run goes on: a line being written is then a torn one. */
export function readJournal(
  path: string,
  { despite }: Pick<OpeningOptions, 'despite'> = {},
): ReadJournal & { readonly torn: boolean } {
  // Before the journal: what begins between the two has its record.
  const logs = opening(path, () => listLogs(logsBeside(path)));
  const fd = opening(path, () => openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW));
  try {
    const { parsed, traces, warnings } = contentOf(path, fd, logs, despite);
    const torn = parsed.rest !== null || traces.length > 0;
    return { records: [...parsed.records, ...traces], warnings, torn };
  } finally {
    closeSync(fd);
  }
}

export interface OpeningOptions {
  /** The instant of what is recorded here. */
  readonly at: string;
  /** `damage`: what stands behind a damaged line is cut off too. Only for who closes the run for good. */
  readonly despite?: 'damage' | undefined;
}

export interface ReadJournal {
  readonly records: ParsedJournal['records'];
  /** In French, to be shown to the operator. */
  readonly warnings: readonly string[];
}

export interface OpenedJournal extends Journal, ReadJournal {}

// Node adds O_CLOEXEC to every open, so no step inherits the journal.
const SAFE_FLAGS = constants.O_RDWR | constants.O_NOFOLLOW;

function contentOf(path: string, fd: number, logs: readonly LogFile[], despite: OpeningOptions['despite']): Content {
  const bytes = readFileSync(fd);
  const parsed = parsedOf(bytes, path, logs, despite);
  refuseOtherRun(parsed, path);
  const traces = tracesOf(logs, parsed.records);
  if (despite === undefined) refuseUnknown(parsed, traces, path);
  return { parsed, traces, warnings: [...modeWarnings(fd, path), ...endWarnings(parsed, traces, path)] };
}

interface Content {
  readonly parsed: ParsedJournal;
  readonly traces: readonly Traced[];
  readonly warnings: readonly string[];
}

function parsedOf(
  bytes: Buffer,
  path: string,
  logs: readonly LogFile[],
  despite: OpeningOptions['despite'],
): ParsedJournal {
  try {
    return despite === 'damage' ? parseReadable(bytes, path) : parseJournal(bytes, path);
  } catch (error) {
    const [log] = logs;
    if (log === undefined || !(error instanceof JournalError) || error.code !== 'empty') throw error;
    throw brokenJournal(path, 1, `elle manque, et une étape a pourtant laissé ${log.name}`);
  }
}

function refuseOtherRun({ records: [{ runId }] }: ParsedJournal, path: string): void {
  const folder = basename(dirname(path));
  if (isRunId(folder) && runId !== folder) throw brokenJournal(path, 1, `elle est de l’exécution ${runId}`);
}

/** A lost end is a doubt about a step that is named, or nothing may be concluded from the rest either. */
function refuseUnknown({ records, rest }: ParsedJournal, traces: readonly Traced[], path: string): void {
  const line = records.length + 1;
  const [trace] = traces;
  if (trace !== undefined && !records.some(({ type }) => type === 'values')) {
    throw brokenJournal(path, line, `les valeurs de l’exécution y manquent, et une étape a laissé ${trace.log}`);
  }
  if (rest?.kind !== 'altered') return;
  const { steps } = replay([...records, ...traces]);
  if ([...steps.values()].every(({ status }) => status.kind !== 'in-doubt'))
    throw brokenJournal(path, line, rest.reason);
}

function opening<T>(path: string, open: () => T): T {
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
  EACCES: [
    'Accès refusé.',
    'Un journal n’est lisible que par son compte, ou par les opérateurs que la cible nomme : reprenez sous l’un d’eux.',
  ],
};

function modeWarnings(fd: number, path: string): readonly string[] {
  const mode = fstatSync(fd).mode & 0o777;
  // A group is given it on purpose, by the folder it is in.
  if ((mode & 0o007) === 0 && [0o600, 0o660].includes(mode & 0o770)) return [];
  return [`${path} : ouvert à d’autres comptes (mode ${mode.toString(8)}) ; « chmod 600 » le referme.`];
}

function endWarnings({ records, rest }: ParsedJournal, traces: readonly Traced[], path: string): readonly string[] {
  const lost = traces.map(
    ({ step, attempt, log }) =>
      `${path} : ce qui suit la ligne ${records.length} est perdu. L’étape « ${step} » (tentative ${attempt}) a laissé ` +
      `${log} : elle a commencé et peut avoir agi, rien ne dit comment elle a fini.`,
  );
  if (rest === null) return lost;
  const where = `${path} : la ligne ${records.length + 1}`;
  const size = plural(rest.bytes.length, 'octet');
  switch (rest.kind) {
    case 'torn': {
      const harmless = 'Le runner s’est arrêté en l’écrivant ; elle est ignorée, rien n’a été lancé après elle.';
      return [`${where}, la dernière, est incomplète (${size}). ${lost.length > 0 ? LOST : harmless}`, ...lost];
    }
    case 'altered':
      return [`${where}, la dernière, est endommagée (${rest.reason}). ${LOST}`, ...lost];
    case 'damaged':
      return [`${where} est endommagée (${rest.reason}). Elle et ce qui la suit (${size}) ne peuvent plus être lus.`];
  }
}

const LOST = 'Ce qu’elle disait est perdu.';

function repairRecord(torn: Buffer, at: string): JournalRecord {
  return { type: 'repaired', at, droppedBytes: torn.length, dropped: torn.toString('base64') };
}
