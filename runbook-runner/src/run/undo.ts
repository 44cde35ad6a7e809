import { Failure } from '../failure.ts';
import { quotedStep } from '../french/step-name.ts';
import type { RunState } from '../journal/replay.ts';
import { shellState } from '../journal/step-state.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import { isDestructive, stepOf } from '../plan/plan.ts';
import { onOneLine } from '../report/failure-lines.ts';
import { attemptStep } from './attempts.ts';
import { changedIdentity, confirmStep, judgeNow } from './confirm.ts';
import type { RunContext } from './context.ts';
import type { Course } from './course.ts';
import { courseFrom, idsInPlace } from './course.ts';
import { lostState } from './lost-state.ts';
import { openShell } from './open-shell.ts';
import type { Outcome } from './outcome.ts';
import { failureOf } from './result.ts';
import { doubtOf, endSurvivors, settle } from './settle.ts';

/** The undo steps of what may be in place, the last executed first. */
export function undoableSteps(plan: Plan, inPlace: Iterable<string>): readonly PlannedStep[] {
  const ids = new Set(inPlace);
  const order = plan.steps.filter(({ step }) => ids.has(step.id)).reverse();
  return order.flatMap(({ step }) => plan.undos.get(step.id) ?? []);
}

/**
 * The undo steps of what a run left in place, or may have, the last step first: all, or down to `downTo`.
 * @throws Failure `usage` when there is nothing to take back.
 */
export function undosOf(plan: Plan, state: RunState, downTo: string | null): Undos {
  const all = undoableSteps(plan, idsInPlace(state));
  const last =
    downTo === null ? all.length - 1 : all.findIndex(({ step }) => step.kind === 'undo' && step.of === downTo);
  const chosen = all.slice(0, last + 1);
  const [first] = chosen;
  if (first !== undefined) return { chosen, first, all: chosen.length === all.length };
  throw new Failure('usage', {
    message: downTo === null ? 'cette exécution n’a rien fait qui se défasse' : `« ${downTo} » n’a rien qui se défasse`,
    expected: all.map(({ step }) => (step.kind === 'undo' ? step.of : step.id)).join(', ') || 'rien',
    action: 'runbook list',
  });
}

interface Undos {
  readonly chosen: readonly PlannedStep[];
  readonly first: PlannedStep;
  /** Whether nothing of the run stands after them. */
  readonly all: boolean;
}

/** Takes back what a run did. Throws as `undosOf`. */
export async function takeBack(context: RunContext, state: RunState, downTo: string | null): Promise<Outcome> {
  const { plan } = context;
  const { chosen, first, all } = undosOf(plan, state, downTo);
  for (const planned of plan.steps) {
    const before = state.steps.get(planned.step.id);
    const doubt = before ? doubtOf(before, planned) : null;
    const left = doubt ? await endSurvivors(context, planned, doubt) : null;
    if (left !== null) return { kind: 'in-doubt', step: planned, reason: left };
  }
  const outcome = await undoSteps(context, chosen, courseFrom(plan, state));
  if (outcome.kind !== 'undone' || all) return outcome;
  return { kind: 'stopped', step: first, reason: `défait jusqu’à « ${downTo} »` };
}

/**
 * Executes them, each judged and confirmed like a step; stops at the first that fails or is refused and says what stands.
 * One that was tried before and may have acted is settled first, like a step.
 */
export async function undoSteps(
  context: RunContext,
  undos: readonly PlannedStep[],
  { attempts, steps, ...course }: Course,
): Promise<Outcome> {
  const gone = [...course.lost];
  let passed = course.passed || !context.plan.target.protected;
  const done: PlannedStep[] = [];
  const nameOf = ({ step }: PlannedStep): string => quotedStep(stepOf(context.plan, step));
  for (const [index, undo] of undos.entries()) {
    const rest = undos.slice(index);
    const stop = (kind: 'failed' | 'refused' | 'in-doubt', why: string): Outcome => ({
      kind,
      step: undo,
      reason: left(why, done.map(nameOf), rest.map(nameOf)),
    });
    context.view.stepShown(undo, undos.length);
    const before = steps.get(undo.step.id);
    const doubt = before ? doubtOf(before, undo) : null;
    const settled = doubt ? await settle(context, undo, doubt, attempts) : null;
    if (settled?.kind === 'in-doubt') return stop('in-doubt', `l’annulation de ${nameOf(undo)} : ${settled.reason}`);
    if (settled?.kind === 'took-effect') {
      if (before && shellState(before) === 'lost') gone.push(undo);
      done.push(undo);
      continue;
    }
    const losses = gone.flatMap(({ step }) => lostState(step, [undo.step]));
    if (losses.length > 0 && !(await goesOnWithout(context, undo, losses)))
      return stop('refused', `l’annulation de ${nameOf(undo)} lirait ce qui est perdu (${losses.join(', ')})`);
    const now = await judgeNow(context, undo);
    if (isDestructive(now) && !context.holdsLock()) return stop('refused', 'le verrou de la cible a été perdu');
    const other = isDestructive(now) ? await changedIdentity(context) : null;
    if (other !== null) return stop('refused', `la cible n’est plus celle du plan (${other})`);
    const agreement = await confirmStep(context, now, { passed, toCome: [now, ...rest.slice(1)] });
    if (!agreement.agreed) return stop('refused', `l’annulation de ${nameOf(undo)} n’a pas été confirmée`);
    passed ||= isDestructive(now);
    const attempt = (attempts.get(undo.step.id) ?? 0) + 1;
    const result = await attemptStep(context, undo, attempt, agreement.confirmation);
    attempts.set(undo.step.id, result.attempt);
    if (result.result !== 'succeeded') {
      return stop('failed', `l’annulation de ${nameOf(undo)} a échoué : ${onOneLine(failureOf(result))}`);
    }
    done.push(undo);
  }
  return { kind: 'undone' };
}

async function goesOnWithout(context: RunContext, undo: PlannedStep, losses: readonly string[]): Promise<boolean> {
  for (;;) {
    const answer = await context.operator.stateLost(undo, losses);
    if (answer !== 'shell') return answer === 'continue';
    await openShell(context, undo);
  }
}

function left(why: string, done: readonly string[], rest: readonly string[]): string {
  const undone = done.length > 0 ? `défait : ${done.join(', ')}` : 'rien n’a été défait';
  return `${why} ; ${undone} ; reste en place : ${rest.join(', ')}`;
}
