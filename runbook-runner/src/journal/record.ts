import type { Risk } from '../judge/verdict.ts';
import type { StepKind } from '../parse/runbook.ts';

/**
 * One line of a run's journal: the only source of resume and of the reports. `at` is an ISO instant in UTC.
 * A step leaves `intent` (what will be executed), `started` (its process is known; both are
 * durable before its text begins), `finished`.
 * No record ever holds the value of a secret: callers give masked texts.
 */
export type JournalRecord =
  | RunStarted
  | RunResumed
  | Values
  | Intent
  | Started
  | Finished
  | Skipped
  | Checked
  | Decision
  | Confirmed
  | Stopped
  | Repaired
  | RunFinished;

/** Always the first record, and only there. */
export interface RunStarted extends Dated {
  readonly type: 'run-started';
  /** Version of these records; a reader refuses one it does not know. */
  readonly format: 1;
  readonly runId: string;
  readonly toolVersion: string;
  readonly bootId: string;
  readonly host: string;
  readonly user: string;
  readonly runbook: { readonly id: string; readonly title: string; readonly file: string; readonly sha256: string };
  readonly planHash: string;
  /** The target as the plan pinned it: `identity` is what the machine and the project say of themselves. */
  readonly target: { readonly name: string; readonly identity: Readonly<Record<string, string>> };
  readonly steps: readonly RecordedStep[];
}

/** What a report must still be able to say of a step when the file has changed since. */
export interface RecordedStep {
  readonly id: string;
  readonly kind: StepKind;
  readonly of: string | null;
  readonly headings: readonly string[];
  readonly line: number;
  readonly text: string;
  readonly risk: Risk;
  readonly danger: string | null;
  readonly idempotent: boolean;
}

/** Somebody, perhaps on another machine or after a reboot, goes on with this run. */
export interface RunResumed extends Dated {
  readonly type: 'run-resumed';
  readonly toolVersion: string;
  readonly bootId: string;
  readonly host: string;
  readonly user: string;
}

/** The values of the run; of the secrets, only the names. */
export interface Values extends Dated {
  readonly type: 'values';
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** Written before the step's process exists: without it nothing ran, with it alone nothing ran either. */
export interface Intent extends Dated, Attempt {
  readonly type: 'intent';
  /** Place in the normal course, from 1. An undo has none: 0. */
  readonly n: number;
  readonly textSha256: string;
  readonly risk: Risk;
  readonly confirmation: Confirmation;
}

/** The step may have acted from here on. */
export interface Started extends Dated, Attempt {
  readonly type: 'started';
  readonly process: ProcessMark;
}

export interface Finished extends Dated, Attempt {
  readonly type: 'finished';
  /** `in-doubt`: it ended without telling, or something of it is still running. */
  readonly result: 'succeeded' | 'failed' | 'in-doubt';
  readonly ending: Ending;
  readonly durationMs: number;
  readonly state: { readonly kind: 'kept' } | { readonly kind: 'lost'; readonly reason: string };
  readonly expectation: 'matched' | 'mismatch' | 'none';
  /** Occurrences of secrets replaced in the output. */
  readonly masked: number;
  /** Of the masked output, as it is in the log; `cut`: why the log does not hold all of it. */
  readonly output: { readonly bytes: number; readonly sha256: string; readonly cut?: string };
  /** Processes of the step seen alive after its end. */
  readonly survivors: readonly number[];
}

export interface Skipped extends Dated {
  readonly type: 'skipped';
  readonly step: string;
  readonly reason: string;
}

/** What the `check … of=` of a step said about it, on resume or after a failure. */
export interface Checked extends Dated, Attempt {
  readonly type: 'checked';
  readonly check: string;
  readonly verdict: 'done' | 'not-done' | 'unknown';
  readonly reason: string;
}

/**
 * The operator's answer about a step that failed or is in doubt. `accept`: only the output differs and it will do;
 * `done` and `not-done` say what they saw on the target.
 */
export interface Decision extends Dated, Attempt {
  readonly type: 'decision';
  readonly choice: 'retry' | 'skip' | 'accept' | 'undo' | 'stop' | 'done' | 'not-done';
  readonly by: string;
  readonly reason: string;
}

/** The point of no return was shown and accepted. */
export interface Confirmed extends Dated {
  readonly type: 'confirmed';
  readonly by: string;
  readonly confirmation: Confirmation;
  /** The destructive steps that were announced. */
  readonly steps: readonly string[];
}

export interface Stopped extends Dated {
  readonly type: 'stopped';
  readonly cause: 'operator' | 'signal' | 'failure' | 'could-not-run' | 'refused';
  readonly reason: string;
  /** The step it stopped at; null: between two runs of steps. */
  readonly step: string | null;
}

/** A torn last line, never acknowledged, was cut off before this record. */
export interface Repaired extends Dated {
  readonly type: 'repaired';
  readonly droppedBytes: number;
  /** What was cut off, in base64. */
  readonly dropped: string;
}

export interface RunFinished extends Dated {
  readonly type: 'run-finished';
  readonly outcome: 'succeeded' | 'failed' | 'stopped' | 'in-doubt' | 'interrupted';
}

export type Confirmation =
  | { readonly kind: 'none' }
  | { readonly kind: 'enter' }
  | { readonly kind: 'typed'; readonly text: string }
  | { readonly kind: 'option'; readonly option: string; readonly value: string }
  | { readonly kind: 'approval'; readonly planHash: string; readonly by: string };

/** The process's own wait status, or why there is none. */
export type Ending =
  | { readonly kind: 'exited'; readonly status: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'timed-out'; readonly afterMs: number }
  | { readonly kind: 'could-not-run'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Names one process for ever: a pid alone is used again. */
export interface ProcessMark {
  readonly pid: number;
  /** Field 22 of `/proc/PID/stat`, in clock ticks since boot; a string, as it may exceed a safe integer. */
  readonly startTime: string;
  readonly bootId: string;
  /** `NAME=value` found in the environment of the step's processes. */
  readonly marker: string;
}

interface Attempt {
  readonly step: string;
  /** From 1. */
  readonly attempt: number;
}

interface Dated {
  readonly at: string;
}
