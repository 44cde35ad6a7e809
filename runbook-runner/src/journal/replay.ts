import type { ProcessMark } from '../machine/machine.ts';
import type {
  Abandoned,
  Checked,
  Decision,
  Ending,
  Finished,
  JournalRecord,
  RecordedStep,
  RunFinished,
  RunStarted,
  Started,
  Stopped,
} from './record.ts';

/** What the records of a run say of it. Pure; `records` come from `readJournal` or `openJournal`. */
export function replay(records: readonly [RunStarted, ...JournalRecord[]]): RunState {
  const [run] = records;
  const steps = new Map<string, StepState>(
    run.steps.map((step) => [step.id, { step, attempts: [], status: { kind: 'not-begun' } }]),
  );
  let state: RunState = {
    run,
    values: null,
    secrets: [],
    steps,
    end: { kind: 'open' },
  };
  for (const record of records) {
    if ('step' in record && record.step !== null) {
      steps.set(record.step, nextStep(stepOf(steps, record.step), record));
      markUndo(steps, record.step, record);
    }
    if (settlesUndo(record)) forgetUndo(steps, record.step);
    if (record.type === 'started') forgetChecks(steps, record.step);
    state = nextRun(state, record);
  }
  return state;
}

export interface RunState {
  readonly run: RunStarted;
  /** Null until they are recorded: its runner died before it could launch anything. */
  readonly values: Readonly<Record<string, string>> | null;
  /** Names only. */
  readonly secrets: readonly string[];
  /** In the order of the runbook. */
  readonly steps: ReadonlyMap<string, StepState>;
  readonly end: RunEnd;
}

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

export type RunEnd =
  /** It goes on, or its runner died. */
  | { readonly kind: 'open' }
  /** Somebody closed it for good. */
  | { readonly kind: 'abandoned'; readonly abandoned: Abandoned }
  | { readonly kind: 'stopped'; readonly stopped: Stopped }
  | { readonly kind: 'finished'; readonly finished: RunFinished };

function nextStep(state: StepState, record: JournalRecord): StepState {
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

/** Whether nobody can go on with a run nor take it back: then its outputs and its shell are needed by nothing. */
export function isClosed(end: RunEnd): boolean {
  if (end.kind === 'abandoned') return true;
  return end.kind === 'finished' && (end.finished.outcome === 'succeeded' || end.finished.outcome === 'undone');
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

/** From the beginning of an undo step to its success, nobody can tell what is left of the step that it takes back. */
function markUndo(steps: Map<string, StepState>, undo: string, record: JournalRecord): void {
  const { step, attempts } = stepOf(steps, undo);
  const last = attempts.at(-1);
  if (step.kind !== 'undo' || step.of === null || last === undefined) return;
  const state = stepOf(steps, step.of);
  if (record.type === 'started' || record.type === 'traced') {
    const { at: since } = record;
    const attempt = state.attempts.at(-1)?.attempt ?? 1;
    const status = { kind: 'in-doubt', attempt, since, process: last.process, of: 'undo' } as const;
    steps.set(step.of, { ...state, status });
  } else if (isDone(record)) {
    steps.set(step.of, { ...state, status: { kind: 'undone', at: record.at } });
  }
}

/** It took effect: it said so itself, or somebody did. */
function isDone(record: JournalRecord): record is Finished | Decision {
  return record.type === 'finished'
    ? record.result === 'succeeded'
    : record.type === 'decision' && record.choice === 'done';
}

/** A step that began again, or of which it is known whether it is in place, leaves no doubt on an earlier try of its undo. */
function settlesUndo(record: JournalRecord): record is Started | Checked | Decision {
  if (record.type === 'started') return true;
  if (record.type === 'checked') return record.verdict !== 'unknown';
  return record.type === 'decision' && ['done', 'not-done'].includes(record.choice);
}

function forgetUndo(steps: Map<string, StepState>, of: string): void {
  for (const [id, state] of steps) {
    if (state.step.of !== of || state.step.kind !== 'undo') continue;
    if (['in-doubt', 'failed'].includes(state.status.kind)) steps.set(id, { ...state, status: { kind: 'not-begun' } });
  }
}

/** What a check said before the action ahead of it began again says nothing of what is there now. */
function forgetChecks(steps: Map<string, StepState>, from: string): void {
  if (stepOf(steps, from).step.kind !== 'action') return;
  const ids = [...steps.keys()];
  for (const id of ids.slice(ids.indexOf(from) + 1)) {
    const state = stepOf(steps, id);
    if (state.step.kind === 'check' && ['succeeded', 'failed'].includes(state.status.kind))
      steps.set(id, { ...state, status: { kind: 'not-begun' } });
  }
}

function nextRun(state: RunState, record: JournalRecord): RunState {
  switch (record.type) {
    case 'run-resumed':
      return { ...state, end: { kind: 'open' } };
    case 'values':
      return { ...state, values: { ...state.values, ...record.values }, secrets: record.secrets };
    case 'stopped':
      return { ...state, end: { kind: 'stopped', stopped: record } };
    case 'run-finished':
      return { ...state, end: { kind: 'finished', finished: record } };
    case 'run-abandoned':
      return { ...state, end: { kind: 'abandoned', abandoned: record } };
    default:
      return state;
  }
}

function stepOf(steps: ReadonlyMap<string, StepState>, id: string): StepState {
  const state = steps.get(id);
  if (state === undefined) throw new Error(`the journal names step "${id}", which its first record does not plan`);
  return state;
}
