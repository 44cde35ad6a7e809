import { Failure } from '../failure.ts';
import { JournalError } from '../journal/journal-error.ts';
import { readJournal } from '../journal/open.ts';
import type { Purge } from '../journal/purge-mark.ts';
import { readPurge } from '../journal/purge-mark.ts';
import type { RunStarted } from '../journal/record.ts';
import { isClosed, replay } from '../journal/replay.ts';
import { requireRunKept } from '../journal/require-run-kept.ts';
import type { RunPaths, RunRoot } from '../journal/runs.ts';
import { runsOf } from '../journal/runs.ts';
import type { RunReport } from './run-report.ts';
import { runReport } from './run-report.ts';

/** A run of this account or of a target that it operates, its journal read whole. */
export type KnownRun = ReadRun | UnreadRun;

export interface ReadRun {
  readonly paths: RunPaths;
  /** ISO instant. */
  readonly startedAt: string;
  readonly report: RunReport;
  /** How its journal begins. */
  readonly run: RunStarted;
  /** It can be neither resumed nor undone. */
  readonly closed: boolean;
  /** When its outputs were removed; null: they were not. */
  readonly purge: Purge | null;
}

export interface UnreadRun {
  readonly paths: RunPaths;
  /** To the second, as its name has it. */
  readonly startedAt: string;
  readonly report: null;
  /** `unreadable`: missing, not permitted, or where somebody else could have written; all of it may be there. */
  readonly kind: 'damaged' | 'unreadable';
  /** Why its journal is not read, in French. */
  readonly problem: string;
}

/** Every run that left a folder in these places, the last first. */
export function knownRuns(roots: readonly RunRoot[]): readonly KnownRun[] {
  return runsOf(roots)
    .flatMap((paths) => readRun(paths) ?? [])
    .toSorted((a, b) => Number(b.startedAt > a.startedAt) - Number(b.startedAt < a.startedAt));
}

/** Null when it launched nothing: its runner died before one whole record was written. */
function readRun(paths: RunPaths): KnownRun | null {
  try {
    requireRunKept(paths);
    const { records } = readJournal(paths.journal);
    const report = runReport(records);
    const { run, end } = replay(records);
    return { paths, startedAt: report.startedAt, report, run, closed: isClosed(end), purge: readPurge(paths) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const code = error instanceof JournalError ? error.code : null;
    if (code === 'empty') return null;
    const kind = code === 'broken' ? 'damaged' : 'unreadable';
    return { paths, startedAt: instantOf(paths.runId), report: null, kind, problem: error.text.message };
  }
}

/** `20261121T031502Z-k4m7qx` → `2026-11-21T03:15:02Z` */
function instantOf(runId: string): string {
  return runId.replace(/^(....)(..)(..)T(..)(..)(..)Z.*$/, '$1-$2-$3T$4:$5:$6Z');
}
