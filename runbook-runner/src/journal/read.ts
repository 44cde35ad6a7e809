import { JournalError } from './journal-error.ts';
import { CHAIN_START, decodeLine, hashLine } from './line.ts';
import type { JournalRecord, RunStarted } from './record.ts';
import { FORMAT, recordSchema } from './record.ts';
import type { Position } from './writer.ts';

/**
 * Reads the bytes of a journal; `path` is only for messages.
 *
 * A torn last line is what a crash leaves of a record that was never acknowledged: nothing depended on it, so it is
 * left out and reported. Anything else that is damaged throws a JournalError (`broken`): an acknowledged line was
 * altered and what ran can no longer be told. Throws `empty` when there is not one whole record.
 */
export function parseJournal(content: Buffer, path: string): ParsedJournal {
  const bytes = withoutReserve(content);
  const records: JournalRecord[] = [];
  let hash = CHAIN_START;
  let offset = 0;
  while (offset < bytes.length) {
    const end = bytes.indexOf(LINE_FEED, offset);
    if (end === -1) break;
    const line = bytes.subarray(offset, end);
    const decoded = decodeLine(line);
    if (!decoded.ok) {
      if (isUnwrittenPage(line) && end === bytes.length - 1) break;
      throw broken(path, records.length + 1, decoded.reason);
    }
    if (decoded.previousHash !== hash) {
      throw broken(path, records.length + 1, 'elle ne fait pas suite à la ligne précédente');
    }
    if (records.length === 0) refuseOtherFormat(decoded.json, path);
    records.push(validated(decoded.json, path, records.length + 1));
    hash = hashLine(line);
    offset = end + 1;
  }
  const [first, ...rest] = records;
  if (first === undefined) {
    const message = 'Aucun enregistrement complet : cette exécution n’a rien lancé.';
    throw new JournalError('empty', path, message, 'Commencez une nouvelle exécution.');
  }
  if (first.type !== 'run-started') throw broken(path, 1, 'elle devrait être « run-started »');
  const torn = offset < bytes.length ? bytes.subarray(offset) : null;
  return { records: [first, ...rest], end: { offset, hash }, torn };
}

export interface ParsedJournal {
  readonly records: readonly [RunStarted, ...JournalRecord[]];
  /** Where the last whole line ends, in bytes, and its hash. */
  readonly end: Position;
  /** What is left of a record that was never acknowledged. */
  readonly torn: Buffer | null;
}

const LINE_FEED = 0x0a;

/** Behind the last line its writer keeps zeros; a record never holds one. */
function withoutReserve(content: Buffer): Buffer {
  let end = content.length;
  while (content[end - 1] === 0) end -= 1;
  return content.subarray(0, end);
}

// After a power cut a line may have its last page but not its first, which then reads as zeros: still a torn write.
function isUnwrittenPage(line: Buffer): boolean {
  return line.includes(0);
}

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

function validated(json: string, path: string, line: number): JournalRecord {
  const parsed = recordSchema.safeParse(parsedJson(json));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'type' : issue.path.join('.');
  throw broken(path, line, `la clé « ${where} » est inconnue de cette version de runbook ou n’a pas la forme attendue`);
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function broken(path: string, line: number, reason: string): JournalError {
  return new JournalError(
    'broken',
    path,
    `La ligne ${line} est endommagée (${reason}). Ce qui a été exécuté ne peut plus être établi.`,
    'Vérifiez la cible à la main et gardez ce fichier, puis commencez une nouvelle exécution.',
  );
}
