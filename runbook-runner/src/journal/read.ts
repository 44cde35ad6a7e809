import type { ZodError } from 'zod';
import { JournalError } from './journal-error.ts';
import { CHAIN_START, decodeLine, hashLine } from './line.ts';
import type { JournalRecord, RunStarted } from './record.ts';
import { FORMAT, recordSchema } from './record.ts';
import type { Position } from './writer.ts';

/**
 * Reads the bytes of a journal; `path` is only for messages.
 *
 * A last line that is no record is left out and returned: what it said is not known. Anything else that is damaged
 * throws a JournalError (`broken`): an acknowledged line was altered and what ran can no longer be told. Throws `empty`
 * when there is not one whole record.
 */
export function parseJournal(content: Buffer, path: string): ParsedJournal {
  const parsed = parseReadable(content, path);
  const { records, rest } = parsed;
  if (rest?.kind === 'damaged') throw brokenJournal(path, records.length + 1, rest.reason);
  return parsed;
}

/** The same up to the first damaged line: all that follows is `rest`. For who closes a run whose journal is lost. */
export function parseReadable(content: Buffer, path: string): ParsedJournal {
  const { records, end, rest } = readLines(withoutReserve(content), path);
  const [first, ...others] = records;
  if (first?.type === 'run-started') return { records: [first, ...others], end, rest };
  if (first !== undefined) throw brokenJournal(path, 1, 'elle devrait être « run-started »');
  if (rest !== null && rest.kind !== 'torn') throw brokenJournal(path, 1, rest.reason);
  const message = 'Aucun enregistrement complet : cette exécution n’a rien lancé.';
  throw new JournalError('empty', path, message, 'Commencez une nouvelle exécution.');
}

export interface ParsedJournal {
  readonly records: readonly [RunStarted, ...JournalRecord[]];
  /** Where the last record ends, in bytes, and its hash. */
  readonly end: End;
  /** What stands after it and is no record; null: nothing. */
  readonly rest: Rest | null;
}

export interface End extends Position {
  /** The last record is whole but for its line feed, which the next writer adds. */
  readonly lacksLineFeed: boolean;
}

export interface Rest {
  /**
   * - `torn`: what a crash leaves of a record that was never acknowledged. Nothing depended on it.
   * - `altered`: a whole last line that cannot be read. It was acknowledged, and what it said is lost.
   * - `damaged`: more than the last line, or a line that is no successor of the one before it.
   */
  readonly kind: 'torn' | 'altered' | 'damaged';
  /** In French. */
  readonly reason: string;
  readonly bytes: Buffer;
}

function readLines(bytes: Buffer, path: string): Lines {
  const records: JournalRecord[] = [];
  let end: End = { offset: 0, hash: CHAIN_START, lacksLineFeed: false };
  while (end.offset < bytes.length) {
    const feed = bytes.indexOf(LINE_FEED, end.offset);
    const next = feed === -1 ? bytes.length : feed;
    const line = bytes.subarray(end.offset, next);
    const read = readLine(line, end.hash, records.length === 0, path);
    if (typeof read === 'object') records.push(read.record);
    else return { records, end, rest: restOf(bytes.subarray(end.offset), read, line, end.offset) };
    end = { offset: feed === -1 ? next : next + 1, hash: hashLine(line), lacksLineFeed: feed === -1 };
  }
  return { records, end, rest: null };
}

interface Lines extends Pick<ParsedJournal, 'end' | 'rest'> {
  readonly records: readonly JournalRecord[];
}

/** The record of a line, or in French why it is none. */
function readLine(line: Buffer, previous: string, first: boolean, path: string): { record: JournalRecord } | string {
  const decoded = decodeLine(line);
  if (!decoded.ok) return decoded.reason;
  if (decoded.previousHash !== previous) return NO_SUCCESSOR;
  if (first) refuseOtherFormat(decoded.json, path);
  const parsed = recordSchema.safeParse(parsedJson(decoded.json));
  if (parsed.success) return { record: parsed.data };
  return `la clé « ${keyOf(parsed.error)} » est inconnue de cette version de runbook ou n’a pas la forme attendue`;
}

function keyOf({ issues: [issue] }: ZodError): string {
  if (issue?.code === 'unrecognized_keys') return [...issue.path, ...issue.keys].join('.');
  return issue?.path.join('.') || 'type';
}

const NO_SUCCESSOR = 'elle ne fait pas suite à la ligne précédente';

function restOf(bytes: Buffer, reason: string, line: Buffer, offset: number): Rest {
  if (bytes.length > line.length + 1 || decodeLine(line).ok) return { kind: 'damaged', reason, bytes };
  const torn = bytes.length === line.length || lacksSectors(line, offset);
  return { kind: torn ? 'torn' : 'altered', reason, bytes };
}

const LINE_FEED = 0x0a;

/** Behind the last line its writer keeps zeros; a record never holds one. */
function withoutReserve(content: Buffer): Buffer {
  let end = content.length;
  while (content[end - 1] === 0) end -= 1;
  return content.subarray(0, end);
}

/**
 * Whether a line is zeros where whole sectors of it were not written: after a power cut it may have its last ones and not its
 * first. Still a torn write, when zeros anywhere else are a line that was altered.
 */
function lacksSectors(line: Buffer, offset: number): boolean {
  const gaps = [...line.toString('latin1').matchAll(/\0+/g)];
  const isEdge = (at: number): boolean => (offset + at) % SECTOR === 0;
  return (
    gaps.length > 0 &&
    gaps.every(({ index, 0: zeros }) => (index === 0 || isEdge(index)) && isEdge(index + zeros.length))
  );
}

/** Bytes. */
const SECTOR = 512;

function refuseOtherFormat(json: string, path: string): void {
  const first = parsedJson(json) as { format?: unknown; toolVersion?: unknown } | undefined;
  if (typeof first?.format !== 'number' || first.format === FORMAT) return;
  throw new JournalError(
    'unusable',
    path,
    `Ce journal est au format ${first.format}, écrit par runbook ${first.toolVersion} ; cette version lit le format ${FORMAT}.`,
    `Reprenez cette exécution avec la version ${first.toolVersion}.`,
  );
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** What ran can no longer be told from this line on. */
export function brokenJournal(path: string, line: number, reason: string): JournalError {
  return new JournalError(
    'broken',
    `${path}:${line}`,
    `La ligne ${line} est endommagée (${reason}). Ce qui a été exécuté ne peut plus être établi.`,
    line === 1
      ? 'Vérifiez la cible à la main, puis rangez ce dossier ailleurs et commencez une nouvelle exécution.'
      : 'Vérifiez la cible à la main, puis fermez cette exécution : runbook abandon, avec son identifiant.',
  );
}
