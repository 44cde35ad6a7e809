import type { ProcessMark } from '../machine/machine.ts';
import type { Checked, Decision, Ending, Finished, JournalRecord, RecordedStep } from './record.ts';

/** What is known of one step. */
export interface StepState {
  readonly step: RecordedStep;
  /** Every attempt that began, oldest first. */
  readonly attempts: readonly AttemptState[];
  readonly status: StepStatus;
}

export interface AttemptState {
  readonly attempt: number;
  readonly startedAt: string;
  /** null: it is not known, only its log is. */
  readonly process: ProcessMark | null;
  /** null: it never said how it ended. */
  readonly finished: Finished | null;
}

export type StepStatus =
  | { readonly kind: 'not-begun' }
  /** It may have acted, in part or whole, and may still be running. */
  | {
      readonly kind: 'in-doubt';
      readonly attempt: number;
      readonly since: string;
      readonly process: ProcessMark | null;
      /** Its own attempt, or that of its undo step, which may have taken it back in part or whole. */
      readonly of: 'step' | 'undo';
    }
  | {
      readonly kind: 'succeeded';
      readonly at: string;
      readonly by: 'run' | 'check' | 'operator';
      /** What it set in the shell. `lost`: nobody has said yet that the next steps do without. */
      readonly state: 'kept' | 'lost';
    }
  | { readonly kind: 'failed'; readonly at: string; readonly attempt: number; readonly ending: Ending }
  /** Passed over; `inPlace`: it was tried before that, and may have acted. */
  | { readonly kind: 'skipped'; readonly at: string; readonly reason: string; readonly inPlace: boolean }
  /** It ran, then its undo step succeeded. */
  | { readonly kind: 'undone'; readonly at: string };

/** The same after one more record that names it. */
export function nextStep(state: StepState, record: JournalRecord): StepState {
  switch (record.type) {
    case 'started':
    case 'traced': {
      const { at, attempt } = record;
      const process = record.type === 'started' ? record.process : null;
      const attempts = [...state.attempts, { attempt, startedAt: at, process, finished: null }];
      return { ...state, attempts, status: { kind: 'in-doubt', attempt, since: at, process, of: 'step' } };
    }
    case 'finished': {
      const attempts = state.attempts.map((a) => (a.attempt === record.attempt ? { ...a, finished: record } : a));
      return { ...state, attempts, status: finishedStatus(state.status, record) };
    }
    case 'skipped':
      return { ...state, status: skippedStatus(state, record) };
    case 'checked':
      return { ...state, status: checkedStatus(state, record) };
    case 'decision':
      return { ...state, status: decidedStatus(state, record) };
    default:
      // With only an intent nothing ran: what was true before it stays true.
      return state;
  }
}

function skippedStatus(before: StepState, { at, reason }: Pick<Decision, 'at' | 'reason'>): StepStatus {
  return { kind: 'skipped', at, reason, inPlace: mayBeInPlace(before) };
}

function finishedStatus(before: StepStatus, record: Finished): StepStatus {
  const { at, attempt, ending } = record;
  switch (record.result) {
    case 'succeeded':
      return { kind: 'succeeded', at, by: 'run', state: 'kept' };
    case 'failed':
      return { kind: 'failed', at, attempt, ending };
    case 'in-doubt':
      return before;
  }
}

function checkedStatus(before: StepState, record: Checked): StepStatus {
  switch (record.verdict) {
    case 'done':
      return { kind: 'succeeded', at: record.at, by: 'check', state: shellState(before) };
    case 'not-done':
      return { kind: 'not-begun' };
    case 'unknown':
      return before.status;
  }
}

function decidedStatus(before: StepState, record: Decision): StepStatus {
  switch (record.choice) {
    case 'done':
      return { kind: 'succeeded', at: record.at, by: 'operator', state: shellState(before) };
    case 'accept':
      return { kind: 'succeeded', at: record.at, by: 'operator', state: 'kept' };
    case 'state':
      return before.status.kind === 'succeeded' ? { ...before.status, state: 'kept' } : before.status;
    case 'not-done':
      return { kind: 'not-begun' };
    case 'skip':
      return skippedStatus(before, record);
    case 'retry':
    case 'undo':
    case 'stop':
      return before.status;
  }
}

/** Whether something of a step may stand: what giving up must take back. */
export function mayBeInPlace({ status, attempts }: StepState): boolean {
  switch (status.kind) {
    case 'succeeded':
    case 'in-doubt':
      return true;
    case 'failed':
      // An attempt that was never launched leaves what the one before it did.
      return status.ending.kind !== 'could-not-run' || attempts.length > 1;
    case 'skipped':
      return status.inPlace;
    case 'not-begun':
    case 'undone':
      return false;
  }
}

/** Whether what the last attempt set in its shell is there for the next steps. */
export function shellState({ attempts }: StepState): 'kept' | 'lost' {
  return attempts.at(-1)?.finished?.state.kind ?? 'lost';
}

/** Whether a step that is not known to read only has begun. */
export function mayHaveActed({ step, attempts }: StepState): boolean {
  return attempts.length > 0 && step.risk !== 'safe';
}
