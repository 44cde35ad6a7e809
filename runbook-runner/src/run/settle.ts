import type { StepStatus } from '../journal/replay.ts';
import { waitForEnd } from '../machine/wait-for-end.ts';
import type { PlannedStep } from '../plan/plan.ts';
import { checkOf } from '../plan/plan.ts';
import { attemptStep } from './attempts.ts';
import type { RunContext } from './context.ts';
import { instant } from './host.ts';

/** What is known of a step that had begun when the runner died. */
export type Settled =
  | { readonly kind: 'took-effect' }
  /** It had no effect, or may be executed again whatever happened. */
  | { readonly kind: 'again' }
  | { readonly kind: 'in-doubt'; readonly reason: string };

type InDoubt = Extract<StepStatus, { kind: 'in-doubt' }>;

/**
 * Never guesses: first what survived ends or is stopped, then the step's own check decides. A step that changes
 * nothing, or says it is idempotent, is simply executed again.
 */
export async function settle(
  context: RunContext,
  planned: PlannedStep,
  doubt: InDoubt,
  attempts: Map<string, number>,
): Promise<Settled> {
  const { view, plan } = context;
  view.note(`L’exécution s’est interrompue pendant cette étape (« ${planned.step.id} », commencée à ${doubt.since}).`);
  const left = await endSurvivors(context, planned, doubt);
  if (left !== null) return { kind: 'in-doubt', reason: left };
  if (planned.step.kind === 'check' || planned.verdict.risk === 'safe') return { kind: 'again' };
  const check = checkOf(plan, planned.step);
  if (check) return askCheck(context, planned, doubt, check, attempts);
  if (planned.step.idempotent) {
    view.note('Elle peut être refaite sans risque (idempotent) : elle est exécutée à nouveau.');
    return { kind: 'again' };
  }
  return {
    kind: 'in-doubt',
    reason: 'aucune vérification ne dit si elle a eu lieu (pas de « check … of= » ni « idempotent »)',
  };
}

/** null once nothing of the step runs any more; else why not. */
async function endSurvivors(context: RunContext, planned: PlannedStep, doubt: InDoubt): Promise<string | null> {
  const survivors = await context.machine.survivors(doubt.process);
  if (survivors.length === 0) return null;
  const pids = survivors.map(({ pid }) => pid);
  const answer = await context.operator.survivors(planned, pids);
  if (answer === 'leave') return `elle tourne encore (processus ${pids.join(', ')})`;
  if (answer === 'wait') {
    context.view.note(`Elle tourne encore (processus ${pids.join(', ')}) : on attend sa fin.`);
    await waitForEnd(context.machine, doubt.process, context.interrupt.now);
  } else {
    context.view.note(`Elle tourne encore (processus ${pids.join(', ')}) : on l’arrête.`);
    await context.machine.stop(doubt.process);
  }
  const left = await context.machine.survivors(doubt.process);
  return left.length === 0 ? null : `elle tourne encore (processus ${left.map(({ pid }) => pid).join(', ')})`;
}

async function askCheck(
  context: RunContext,
  planned: PlannedStep,
  doubt: InDoubt,
  check: PlannedStep,
  attempts: Map<string, number>,
): Promise<Settled> {
  context.view.note(`La vérification « ${check.step.id} » dit si elle a eu lieu.`);
  const attempt = (attempts.get(check.step.id) ?? 0) + 1;
  const result = await attemptStep(context, check, attempt, { kind: 'none' });
  attempts.set(check.step.id, result.attempt);
  const done = result.result === 'succeeded';
  context.journal.append({
    type: 'checked',
    at: instant(context),
    step: planned.step.id,
    attempt: doubt.attempt,
    check: check.step.id,
    verdict: done ? 'done' : result.ending.kind === 'exited' ? 'not-done' : 'unknown',
    reason: result.mismatch?.message ?? '',
  });
  if (result.ending.kind !== 'exited') {
    return { kind: 'in-doubt', reason: `la vérification « ${check.step.id} » n’a pas pu répondre` };
  }
  context.view.note(done ? 'Elle a eu lieu : elle n’est pas refaite.' : 'Elle n’a pas eu lieu : elle est refaite.');
  return { kind: done ? 'took-effect' : 'again' };
}
