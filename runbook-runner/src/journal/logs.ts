import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { namesIn } from '../disk/names-in.ts';
import type { JournalRecord, RunStarted, Traced } from './record.ts';

/** The folder of the logs of a run, from the path of its journal. */
export function logsBeside(journal: string): string {
  return join(dirname(journal), 'logs');
}

/** The name of the log of one attempt; `n`: its place in the course. It exists only once its `started` is durable. */
export function logName(n: number, step: string, attempt: number): string {
  return `${String(n).padStart(2, '0')}-${step}-${attempt}.log`;
}

/** The logs that are there. To be read before the journal: an attempt that begins between the two is then known. */
export function listLogs(folder: string): readonly LogFile[] {
  return namesIn(folder).flatMap((name) => {
    const [, step, attempt] = LOG_NAME.exec(name) ?? [];
    const status = statSync(join(folder, name), { throwIfNoEntry: false });
    if (step === undefined || status === undefined) return [];
    return [{ name, step, attempt: Number(attempt), at: status.mtime.toISOString() }];
  });
}

export interface LogFile {
  readonly name: string;
  readonly step: string;
  readonly attempt: number;
  /** ISO instant of its last line. */
  readonly at: string;
}

/** The attempts that left a log and that no record tells of, in the order of the course. */
export function tracesOf(
  logs: readonly LogFile[],
  records: readonly [RunStarted, ...JournalRecord[]],
): readonly Traced[] {
  const known = new Set(records.flatMap((record) => (isOfAttempt(record) ? [key(record)] : [])));
  const steps = records[0].steps.map(({ id }) => id);
  return logs
    .filter((log) => steps.includes(log.step) && !known.has(key(log)))
    .toSorted((a, b) => steps.indexOf(a.step) - steps.indexOf(b.step) || a.attempt - b.attempt)
    .map(({ at, step, attempt, name }) => ({ type: 'traced', at, step, attempt, log: name }));
}

const LOG_NAME = /^\d+-(.+)-(\d+)\.log$/;

function isOfAttempt(record: JournalRecord): record is Extract<JournalRecord, LogFile | { attempt: number }> {
  return record.type === 'started' || record.type === 'finished' || record.type === 'traced';
}

function key({ step, attempt }: { readonly step: string; readonly attempt: number }): string {
  return `${attempt} ${step}`;
}
