import type { RunState } from '../journal/replay.ts';
import type { StepState } from '../journal/step-state.ts';
import { shellState } from '../journal/step-state.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import { isDestructive } from '../plan/plan.ts';
import { onOneLine } from '../report/failure-lines.ts';
import { attemptStep } from './attempts.ts';
import type { Agreement } from './confirm.ts';
import { changedIdentity, confirmStep, judgeNow } from './confirm.ts';
import type { RunContext } from './context.ts';
import type { Course } from './course.ts';
import { courseFrom } from './course.ts';
import { instant } from './host.ts';
import { lostState } from './lost-state.ts';
import { openShell } from './open-shell.ts';
import type { Outcome } from './outcome.ts';
import { stopped } from './outcome.ts';
import type { StepResult } from './result.ts';
import { endedAsExpected, failureOf } from './result.ts';
import type { Doubt } from './settle.ts';
import { doubtOf, settle } from './settle.ts';
import { undoableSteps, undoSteps } from './undo.ts';

/** Goes through the steps in document order, from where `state` says the run stands. */
export async function takeSteps(context: RunContext, state: RunState): Promise<Outcome> {
  const { plan } = context;
  const course = courseFrom(plan, state);
  for (const planned of plan.steps) {
    const before = state.steps.get(planned.step.id);
    const status = before?.status.kind ?? 'not-begun';
    if (status === 'skipped') continue;
    const doubt = before ? doubtOf(before, planned) : null;
    // What a check said before an action ahead of it was executed says nothing of what is there now.
    const stale = course.acted && planned.step.kind === 'check';
    const outcome =
      before?.status.kind === 'succeeded' && !stale
        ? await keepState(context, planned, before.status.state, before.attempts.at(-1)?.attempt ?? 1, course)
        : await beginStep(context, planned, before, doubt, course);
    if (outcome === null) continue;
    // Who refused an undo has just answered.
    const asks = outcome.kind === 'refused' && outcome.step.step.kind !== 'undo';
    return asks ? offerUndo(context, outcome, course) : outcome;
  }
  return { kind: 'succeeded' };
}

/** Who gives up at the point of no return may want the platform back as it was: this one, and not another. */
async function offerUndo(context: RunContext, outcome: Outcome, course: Course): Promise<Outcome> {
  const undos = undoableSteps(context.plan, course.inPlace);
  if (undos.length === 0 || !context.holdsLock() || (await changedIdentity(context)) !== null) return outcome;
  if ((await context.operator.leaving(undos)) === 'leave') return outcome;
  return undoSteps(context, undos, course);
}

/** A step that is not known to be in place: what an earlier attempt may have done is settled before it is taken. */
async function beginStep(
  context: RunContext,
  planned: PlannedStep,
  before: StepState | undefined,
  doubt: Doubt | null,
  course: Course,
): Promise<Outcome | null> {
  context.view.stepShown(planned, context.plan.steps.length);
  if (doubt === null) return takeStep(context, planned, course);
  const settled = await settle(context, planned, doubt, course.attempts);
  if (settled.kind === 'in-doubt') return stopped('in-doubt', planned, settled.reason);
  if (settled.kind === 'no-effect') course.inPlace.delete(planned.step.id);
  if (settled.kind !== 'took-effect') return takeStep(context, planned, course);
  return keepState(context, planned, before ? shellState(before) : 'lost', doubt.attempt, course);
}

/** Before the steps that follow one whose shell is gone: what they would read of it is said, and a person answers. */
async function keepState(
  context: RunContext,
  planned: PlannedStep,
  state: 'kept' | 'lost',
  attempt: number,
  course: Course,
): Promise<Outcome | null> {
  if (state === 'kept') return null;
  const losses = lossesAfter(context, planned);
  if (losses.length === 0) return null;
  for (;;) {
    const answer = await context.operator.stateLost(planned, losses);
    if (answer === 'stop') {
      const reason = `elle a eu lieu, mais ce qu’elle a posé dans son shell est perdu : ${losses.join(', ')}`;
      return stopped('in-doubt', planned, reason);
    }
    if (answer === 'continue') {
      decide(context, planned, attempt, 'state', losses.join(', '));
      course.lost.delete(planned);
      return null;
    }
    await openShell(context, planned);
  }
}

function lossesAfter({ plan }: RunContext, { step, n }: PlannedStep): readonly string[] {
  const undos = plan.steps.slice(0, n).flatMap((done) => plan.undos.get(done.step.id) ?? []);
  return lostState(
    step,
    [...plan.steps.slice(n), ...undos].map((other) => other.step),
  );
}

/** One step until it is done, skipped, or ends the run. null: go on. */
async function takeStep(context: RunContext, planned: PlannedStep, course: Course): Promise<Outcome | null> {
  const { operator, interrupt } = context;
  for (;;) {
    if (interrupt.requested()) return stopped('interrupted', planned, 'interrompu au clavier avant cette étape');
    const undos = undoableSteps(context.plan, course.inPlace);
    const next = await operator.next(planned, undos);
    if (interrupt.requested()) return stopped('interrupted', planned, 'interrompu avant cette étape');
    if (next.kind === 'skip') return skip(context, planned, next.reason);
    if (next.kind === 'stop') return stopped('stopped', planned, 'arrêté par l’opérateur avant cette étape');
    if (next.kind === 'undo') return undoSteps(context, undos, course);
    if (next.kind === 'shell') {
      await openShell(context, planned);
      continue;
    }
    const agreement = await agree(context, planned, course);
    if (interrupt.requested()) return stopped('interrupted', planned, 'interrompu avant cette étape');
    if (!agreement.agreed) return stopped('refused', planned, notConfirmed(context.plan));
    const result = await execute(context, planned, course, agreement);
    if (result.result === 'succeeded') return null;
    const answer = await afterFailure(context, planned, result, course);
    if (answer !== 'again') return answer;
  }
}

function notConfirmed({ target }: Plan): string {
  return target.protected
    ? 'la confirmation d’une cible protégée se donne dans un terminal, et ne l’a pas été'
    : 'la confirmation n’a pas été donnée';
}

async function agree(context: RunContext, planned: PlannedStep, course: Course): Promise<Agreement> {
  const now = await judgeNow(context, planned);
  if (now !== planned) {
    context.view.note(
      `Cette étape est maintenant jugée plus dangereuse que dans le plan : ${now.verdict.reasons[0]?.text ?? now.verdict.risk}`,
    );
  }
  const { steps } = context.plan;
  // What was judged harmless in the plan was never announced: it is a new point of no return.
  const passed = course.passed && !(isDestructive(now) && !isDestructive(planned));
  if (isDestructive(now) && !context.holdsLock()) {
    context.view.note('Le verrou de la cible a été perdu : rien de destructif n’est plus exécuté.');
    return { agreed: false };
  }
  const other = isDestructive(now) ? await changedIdentity(context) : null;
  if (other !== null) {
    context.view.note(`La cible n’est plus celle du plan (${other}) : rien de destructif n’est plus exécuté.`);
    return { agreed: false };
  }
  const agreement = await confirmStep(context, now, { passed, toCome: [now, ...steps.slice(planned.n)] });
  if (agreement.agreed && isDestructive(now)) course.passed = true;
  return agreement;
}

async function execute(
  context: RunContext,
  planned: PlannedStep,
  course: Course,
  agreement: Agreement & { agreed: true },
): Promise<StepResult> {
  const attempt = (course.attempts.get(planned.step.id) ?? 0) + 1;
  const result = await attemptStep(context, planned, attempt, agreement.confirmation);
  course.attempts.set(planned.step.id, result.attempt);
  if (planned.step.kind === 'action') course.acted = true;
  if (result.ending.kind === 'could-not-run') return result;
  course.inPlace.add(planned.step.id);
  if (result.stateLost === null) course.lost.delete(planned);
  else course.lost.add(planned);
  return result;
}

/** What comes after a step that did not do what was expected: `again`, the end of the run, or null to go on. */
async function afterFailure(
  context: RunContext,
  planned: PlannedStep,
  result: StepResult,
  course: Course,
): Promise<Outcome | null | 'again'> {
  if (result.ending.kind === 'could-not-run') return stopped('could-not-run', planned, result.ending.reason);
  if (context.interrupt.requested())
    return stopped('interrupted', planned, 'interrompu au clavier pendant cette étape');
  const undo = undoableSteps(context.plan, course.inPlace);
  for (;;) {
    const answer = await context.operator.failed(result, { undo, accept: endedAsExpected(result) });
    switch (answer.kind) {
      case 'shell':
        await openShell(context, planned);
        continue;
      case 'retry':
        decide(context, planned, result.attempt, 'retry', '');
        return 'again';
      case 'accept':
        decide(context, planned, result.attempt, 'accept', answer.reason);
        return null;
      case 'skip':
        return skip(context, planned, answer.reason);
      case 'undo': {
        decide(context, planned, result.attempt, 'undo', '');
        return undoSteps(context, undo, course);
      }
      case 'stop':
        return stopped(result.result === 'in-doubt' ? 'in-doubt' : 'failed', planned, onOneLine(failureOf(result)));
    }
  }
}

function skip(context: RunContext, planned: PlannedStep, reason: string): null {
  context.journal.append({ type: 'skipped', at: instant(context), step: planned.step.id, reason });
  context.view.stepSkipped(planned, reason);
  return null;
}

function decide(
  context: RunContext,
  planned: PlannedStep,
  attempt: number,
  choice: 'retry' | 'accept' | 'undo' | 'state',
  reason: string,
): void {
  const { user: by } = context;
  context.journal.append({
    type: 'decision',
    at: instant(context),
    step: planned.step.id,
    attempt,
    choice,
    by,
    reason,
  });
}
