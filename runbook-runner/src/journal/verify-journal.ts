import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCause } from '../disk/cause.ts';
import { Failure } from '../failure.ts';
import { JournalError } from './journal-error.ts';
import { logName } from './logs.ts';
import { readJournal } from './open.ts';
import { readPurge } from './purge-mark.ts';
import type { Finished, JournalRecord } from './record.ts';
import { replay } from './replay.ts';
import { requireRunKept } from './require-run-kept.ts';
import type { RunPaths } from './runs.ts';
import { sequenceFault } from './sequence-fault.ts';

/**
 * Whether the journal of a run is as its writer left it: sums and chain, order, what it means, and that the outputs it
 * measured are those of the folder. Touches nothing.
 */
export function verifyJournal(paths: RunPaths): JournalVerdict {
  try {
    requireRunKept(paths);
    const { records, warnings, torn } = readJournal(paths.journal);
    const fault = sequenceFault(records);
    if (fault !== null) return { kind: 'damaged', reason: fault };
    const { steps } = replay(records);
    const inDoubt = [...steps].flatMap(([id, { status }]) => (torn && status.kind === 'in-doubt' ? [id] : []));
    const outputs = changedOutputs(records, paths);
    return { kind: torn ? 'torn' : 'whole', records: records.length, warnings, inDoubt, outputs };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (!(error instanceof JournalError)) return { kind: 'unreadable', reason: error.text.message };
    return { kind: KINDS[error.code] ?? 'unreadable', reason: error.text.message };
  }
}

export type JournalVerdict =
  | {
      /** `torn`: whole but for its end, which is cut short or altered, or is told by the log of a step only. */
      readonly kind: 'whole' | 'torn';
      readonly records: number;
      /** Of the reader, in French. */
      readonly warnings: readonly string[];
      /** The steps of which its lost end may have told how they ended. */
      readonly inDoubt: readonly string[];
      /** The outputs that are no longer those of their steps, in French. */
      readonly outputs: readonly string[];
    }
  /** Not one whole record: nothing ran. */
  | { readonly kind: 'empty'; readonly reason: string }
  /** What was acknowledged was altered: what ran can no longer be told. */
  | { readonly kind: 'damaged'; readonly reason: string }
  /** Missing, not permitted, of another version of the runner, or where somebody else could have written. */
  | { readonly kind: 'unreadable'; readonly reason: string };

const KINDS: Partial<Record<JournalError['code'], 'empty' | 'damaged'>> = { empty: 'empty', broken: 'damaged' };

function changedOutputs(records: readonly JournalRecord[], paths: RunPaths): readonly string[] {
  if (readPurge(paths) !== null) return [];
  const places = new Map<string, number>();
  const changed: string[] = [];
  for (const record of records) {
    if (record.type === 'intent') places.set(`${record.step} ${record.attempt}`, record.n);
    if (record.type !== 'finished') continue;
    const n = places.get(`${record.step} ${record.attempt}`) ?? 0;
    const problem = outputProblem(join(paths.logs, logName(n, record.step, record.attempt)), record);
    if (problem !== null) changed.push(`La sortie de l’étape « ${record.step} » ${problem}.`);
  }
  return changed;
}

function outputProblem(log: string, { output }: Finished): string | null {
  try {
    if (!lstatSync(log).isFile()) return 'n’est plus un fichier';
    const content = readFileSync(log);
    const same =
      content.length === output.bytes && createHash('sha256').update(content).digest('hex') === output.sha256;
    return same ? null : 'a été modifiée depuis';
  } catch (error) {
    return `ne peut pas être lue (${systemCause(error)})`;
  }
}
