import type {
  Abandoned,
  Checked,
  Decision,
  Finished,
  JournalRecord,
  RunFinished,
  RunStarted,
  Started,
  Stopped,
} from './record.ts';
import type { StepState } from './step-state.ts';
import { nextStep } from './step-state.ts';

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

export type RunEnd =
  /** It goes on, or its runner died. */
  | { readonly kind: 'open' }
  /** Somebody closed it for good. */
  | { readonly kind: 'abandoned'; readonly abandoned: Abandoned }
  | { readonly kind: 'stopped'; readonly stopped: Stopped }
  | { readonly kind: 'finished'; readonly finished: RunFinished };

/** Whether nobody can go on with a run nor take it back: then its outputs and its shell are needed by nothing. */
export function isClosed(end: RunEnd): boolean {
  if (end.kind === 'abandoned') return true;
  return end.kind === 'finished' && (end.finished.outcome === 'succeeded' || end.finished.outcome === 'undone');
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
