import type { Ending, Finished, JournalRecord, RunFinished, RunStarted, Stopped } from '../journal/record.ts';
import { titleOf } from '../journal/recorded-runbook.ts';
import type { RunState } from '../journal/replay.ts';
import { replay } from '../journal/replay.ts';
import type { AttemptState, StepState } from '../journal/step-state.ts';
import { mayBeInPlace } from '../journal/step-state.ts';
import type { Risk } from '../judge/verdict.ts';
import type { StepKind } from '../parse/runbook.ts';
import { matchingAdvice } from '../parse/troubleshooting.ts';
import { failureLines } from './failure-lines.ts';

/** What a run did, read from its journal alone. Reporters only print it. */
export interface RunReport {
  readonly runId: string;
  readonly runbook: { readonly id: string; readonly title: string; readonly file: string };
  readonly target: string;
  readonly host: string;
  /** Who began it. */
  readonly user: string;
  /** Those that went on with it or undid it, oldest first. */
  readonly resumed: readonly Resumption[];
  /** Who closed it for good, and why; null: nobody did. */
  readonly abandoned: AbandonReport | null;
  readonly startedAt: string;
  /** Instant of the last record. */
  readonly endedAt: string;
  readonly outcome: RunFinished['outcome'] | 'unfinished' | 'abandoned';
  /** Why it ended before its end: who or what stopped it, and a sentence in French. null: it did not. */
  readonly stopped: { readonly cause: Stopped['cause']; readonly reason: string } | null;
  readonly values: Readonly<Record<string, string>>;
  /** Names only. */
  readonly secrets: readonly string[];
  readonly steps: readonly StepReport[];
  /** Checks that were skipped, and what was accepted on somebody's word: a run with some is no plain success. */
  readonly unproven: readonly string[];
  /** Steps that have an undo step and of which something may stand: what is left in place when the run stopped. */
  readonly leftInPlace: readonly string[];
  /** Each time the point of no return was passed. */
  readonly confirmations: readonly ConfirmationReport[];
  /** The shells that the operator opened in the session: what they did there is in no record. */
  readonly shells: readonly ShellReport[];
}

export interface Resumption {
  readonly at: string;
  readonly by: string;
  readonly host: string;
}

export interface AbandonReport {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

export interface ConfirmationReport {
  readonly at: string;
  readonly by: string;
  /** Given on a protected target; null elsewhere. */
  readonly reason: string | null;
  /** The destructive steps that were announced. */
  readonly steps: readonly string[];
}

export interface ShellReport {
  readonly openedAt: string;
  readonly by: string;
  /** The step before which it was opened. */
  readonly before: string;
  /** Names that it set, changed or removed; null: unknown. */
  readonly changed: readonly string[] | null;
}

export interface StepReport {
  readonly id: string;
  readonly kind: StepKind;
  readonly title: string;
  readonly line: number;
  readonly risk: Risk;
  readonly status: 'not-begun' | 'in-doubt' | 'succeeded' | 'failed' | 'skipped' | 'undone';
  /** In French: why it was skipped; how it failed, what its command says first, a line each. */
  readonly detail: string | null;
  /** What its page says to do about it. */
  readonly advice: readonly string[];
  readonly attempts: number;
  /** ISO instant of its first attempt; null: it never began. */
  readonly startedAt: string | null;
  /** The time of all its attempts, in milliseconds. */
  readonly durationMs: number;
  /** Masked occurrences of secrets in its output. */
  readonly masked: number;
  readonly expectation: 'matched' | 'mismatch' | 'none';
}

/** Reads the report of a run out of its records. Undo steps appear only when they were executed. */
export function runReport(records: readonly [RunStarted, ...JournalRecord[]]): RunReport {
  const state = replay(records);
  const { run } = state;
  const steps = [...state.steps.values()].filter(({ step, attempts }) => step.kind !== 'undo' || attempts.length > 0);
  return {
    runId: run.runId,
    runbook: { id: run.runbook.id, title: run.runbook.title, file: run.runbook.file },
    target: run.target.name,
    host: run.host,
    user: run.user,
    resumed: records.flatMap((record) =>
      record.type === 'run-resumed' ? [{ at: record.at, by: record.user, host: record.host }] : [],
    ),
    abandoned: abandonedOf(state),
    startedAt: run.at,
    endedAt: (records.at(-1) ?? run).at,
    outcome: outcomeOf(state),
    stopped: stoppedOf(records),
    values: state.values ?? {},
    secrets: state.secrets,
    steps: steps.map((step) => stepReport(step, run)),
    unproven: [...state.steps.values()].filter(isUnproven).map(({ step }) => step.id),
    leftInPlace: state.end.kind === 'finished' && state.end.finished.outcome === 'succeeded' ? [] : leftInPlace(state),
    confirmations: confirmationsOf(records),
    shells: shellsOf(records),
  };
}

function outcomeOf({ end }: RunState): RunReport['outcome'] {
  if (end.kind === 'abandoned') return 'abandoned';
  return end.kind === 'finished' ? end.finished.outcome : 'unfinished';
}

function abandonedOf({ end }: RunState): AbandonReport | null {
  if (end.kind !== 'abandoned') return null;
  const { at, by, reason } = end.abandoned;
  return { at, by, reason };
}

function isUnproven({ step, status }: StepState): boolean {
  if (status.kind === 'skipped') return step.kind === 'check';
  return status.kind === 'succeeded' && status.by === 'operator';
}

function confirmationsOf(records: readonly JournalRecord[]): readonly ConfirmationReport[] {
  return records.flatMap((record) => {
    if (record.type !== 'confirmed') return [];
    const { at, by, steps, confirmation } = record;
    return [{ at, by, steps, reason: (confirmation.kind === 'typed' && confirmation.reason) || null }];
  });
}

function shellsOf(records: readonly JournalRecord[]): readonly ShellReport[] {
  return records.flatMap((record, index) => {
    if (record.type !== 'shell-opened') return [];
    const next = records.slice(index + 1).find(({ type }) => type === 'shell-closed' || type === 'shell-opened');
    const changed = next?.type === 'shell-closed' ? next.changed : null;
    return [{ openedAt: record.at, by: record.by, before: record.before, changed }];
  });
}

function stoppedOf(records: readonly JournalRecord[]): RunReport['stopped'] {
  const last = records.findLast((record) => record.type === 'stopped' || record.type === 'run-resumed');
  return last?.type === 'stopped' ? { cause: last.cause, reason: last.reason } : null;
}

function stepReport(state: StepState, run: RunStarted): StepReport {
  const { step, attempts, status } = state;
  const finished = attempts.flatMap((attempt: AttemptState) => attempt.finished ?? []);
  return {
    id: step.id,
    kind: step.kind,
    title: titleOf(step),
    line: step.line,
    risk: step.risk,
    status: status.kind,
    detail: detailOf(state, finished.at(-1)) ?? cutOf(finished.at(-1)),
    advice: adviceOf(state, run, finished.at(-1)),
    attempts: attempts.length,
    startedAt: attempts[0]?.startedAt ?? null,
    durationMs: finished.reduce((sum, { durationMs }) => sum + durationMs, 0),
    masked: finished.reduce((sum, { masked }) => sum + masked, 0),
    expectation: finished.at(-1)?.expectation ?? 'none',
  };
}

function detailOf({ status, step }: StepState, last: Finished | undefined): string | null {
  switch (status.kind) {
    case 'skipped':
      return status.reason;
    case 'failed':
      return howItFailed(status.ending, step.status, last);
    case 'succeeded':
      return status.by === 'run'
        ? null
        : status.by === 'check'
          ? 'établi par sa vérification'
          : 'accepté par l’opérateur';
    case 'in-doubt':
      return 'personne ne peut dire si elle a eu lieu';
    case 'not-begun':
    case 'undone':
      return null;
  }
}

/** As it was said when it failed, a line each. */
function howItFailed(ending: Ending, expected: number, last: Finished | undefined): string {
  return failureLines({
    ending,
    expected,
    error: last?.error?.split('\n') ?? [],
    mismatch: last?.mismatch ?? null,
    stateLost: last?.state.kind === 'lost' ? last.state.reason : null,
  }).join('\n');
}

/** What the page advises for an error that the step's command or its output showed. */
function adviceOf({ status }: StepState, { runbook }: RunStarted, last: Finished | undefined): readonly string[] {
  if (status.kind !== 'failed' && status.kind !== 'in-doubt') return [];
  const seen = [last?.error ?? '', last?.mismatch ?? ''].join('\n');
  return matchingAdvice(runbook.advice, seen).map(({ text }) => text);
}

function cutOf(finished: Finished | undefined): string | null {
  const cut = finished?.output.cut;
  return cut === undefined ? null : `sortie incomplète dans le journal de l’étape : ${cut}`;
}

function leftInPlace(state: RunState): readonly string[] {
  const undone = [...state.steps.values()].flatMap(({ step }) => (step.kind === 'undo' && step.of ? [step.of] : []));
  return undone.filter((id) => {
    const step = state.steps.get(id);
    return step !== undefined && mayBeInPlace(step);
  });
}
