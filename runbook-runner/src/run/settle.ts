import { quotedStep } from '../french/step-name.ts';
import { capital } from '../french/typography.ts';
import type { StepState } from '../journal/step-state.ts';
import type { ProcessMark, Survivor } from '../machine/machine.ts';
import { waitForEnd } from '../machine/wait-for-end.ts';
import type { PlannedStep } from '../plan/plan.ts';
import { checkOf } from '../plan/plan.ts';
import { visible } from '../report/visible.ts';
import { attemptStep } from './attempts.ts';
import type { RunContext } from './context.ts';
import { instant } from './host.ts';
import { answerOf } from './result.ts';

/** What is known of a step that may have acted before this resume. */
export type Settled =
  /** It took effect: it is not executed again. */
  | { readonly kind: 'took-effect' }
  /** It took none: it is executed again, and there is nothing of it to take back. */
  | { readonly kind: 'no-effect' }
  /** It may be executed again whatever happened. */
  | { readonly kind: 'again' }
  | { readonly kind: 'in-doubt'; readonly reason: string };

/** An attempt that may have acted, in part or whole. */
export interface Doubt {
  readonly attempt: number;
  readonly since: string;
  /** null: lost with its record, and nothing of it is alive. */
  readonly process: ProcessMark | null;
  /** Why it is not known: the step said that it failed, or did not say how it ended, or was being undone. */
  readonly why: 'failed' | 'interrupted' | 'undoing';
}

/** The last attempt of a step when it may have acted and is not known to have succeeded; null: nothing to settle. */
export function doubtOf({ status, attempts }: StepState, { step, verdict }: PlannedStep): Doubt | null {
  if (status.kind === 'in-doubt') return { ...status, why: status.of === 'undo' ? 'undoing' : 'interrupted' };
  if (status.kind !== 'failed' || status.ending.kind === 'could-not-run') return null;
  const last = attempts.at(-1);
  if (last === undefined || step.kind === 'check' || verdict.risk === 'safe') return null;
  return { attempt: last.attempt, since: last.startedAt, process: last.process, why: 'failed' };
}

/**
 * Never guesses: first what survived ends or is stopped, then the step's own check answers. When it cannot tell, only a
 * step that says it is idempotent is executed again without the word of a person.
 */
export async function settle(
  context: RunContext,
  planned: PlannedStep,
  doubt: Doubt,
  attempts: Map<string, number>,
): Promise<Settled> {
  const { view, plan } = context;
  const { step, verdict } = planned;
  view.note(`${DOUBTS[doubt.why]} (${quotedStep(step)}, commencée à ${doubt.since}).`);
  const left = await endSurvivors(context, planned, doubt);
  if (left !== null) return { kind: 'in-doubt', reason: left };
  if (step.kind === 'check' || verdict.risk === 'safe') return { kind: 'again' };
  const check = checkOf(plan, step);
  const answer = check ? await askCheck(context, planned, doubt, check, attempts) : NO_CHECK;
  if (answer.kind !== 'in-doubt') return answer;
  if (step.idempotent) {
    view.note('Elle peut être refaite sans risque (idempotent) : elle est exécutée à nouveau.');
    return { kind: 'again' };
  }
  return askOperator(context, planned, doubt, answer.reason);
}

const DOUBTS: Readonly<Record<Doubt['why'], string>> = {
  failed: 'Cette étape a échoué et peut avoir agi',
  interrupted: 'L’exécution s’est interrompue pendant cette étape',
  undoing: 'L’annulation de cette étape n’est pas allée à son terme, et l’a peut-être défaite',
};

const NO_CHECK: Settled = {
  kind: 'in-doubt',
  reason: 'aucune vérification ne dit si elle a eu lieu (pas de « check … of= » ni « idempotent »)',
};

/** null once nothing of the step runs any more; else why not. */
export async function endSurvivors(context: RunContext, planned: PlannedStep, doubt: Doubt): Promise<string | null> {
  const { machine, operator, view, interrupt, unseenAccount } = context;
  const { process } = doubt;
  if (process === null) return unseenAccount === null ? null : lostFor(unseenAccount);
  const before = await machine.survivors(process);
  if (before.length === 0) return null;
  const answer = await operator.survivors(planned, before);
  if (answer === 'leave') return stillRunning(before);
  if (answer === 'wait') {
    view.note(`${capital(stillRunning(before))} : on attend sa fin.`);
    await waitForEnd(machine, process, LEFT_BEHIND_MS, interrupt.now);
  } else {
    view.note(`${capital(stillRunning(before))} : on l’arrête.`);
    await machine.stop(process);
  }
  const after = await machine.survivors(process);
  return after.length === 0 ? null : stillRunning(after);
}

/** How long to wait for what a step left behind when its own shell has ended. */
const LEFT_BEHIND_MS = 5000;

function lostFor(account: string): string {
  return `la trace de son processus est perdue, et ceux de ${account} ne s’examinent pas d’ici : ${account} ou root peut la reprendre`;
}

/** In French: what of a step still runs, and who can do something about it when it is not us. */
function stillRunning(survivors: readonly Survivor[]): string {
  const names = survivors.map(({ pid, command }) => `${pid} ${visible(command).slice(0, 60)}`).join(', ');
  const [foreign] = survivors.flatMap((survivor) => survivor.foreign ?? []);
  if (foreign === undefined) return `elle tourne encore (${names})`;
  return survivors.every(({ by }) => by === 'account')
    ? `rien ne dit qu’elle ne tourne plus : des processus de ${foreign} ne s’examinent pas d’ici (${names}), ${foreign} ou root peut la reprendre`
    : `elle tourne encore (${names}), et seul ${foreign} ou root peut l’arrêter`;
}

async function askCheck(
  context: RunContext,
  planned: PlannedStep,
  doubt: Doubt,
  check: PlannedStep,
  attempts: Map<string, number>,
): Promise<Settled> {
  context.view.note(`La vérification ${quotedStep(check.step)} dit si elle a eu lieu.`);
  const attempt = (attempts.get(check.step.id) ?? 0) + 1;
  const result = await attemptStep(context, check, attempt, { kind: 'none' });
  attempts.set(check.step.id, result.attempt);
  const verdict = answerOf(result);
  context.journal.append({
    type: 'checked',
    at: instant(context),
    step: planned.step.id,
    attempt: doubt.attempt,
    check: check.step.id,
    verdict,
    reason: result.mismatch?.message ?? '',
  });
  if (verdict === 'unknown') {
    return { kind: 'in-doubt', reason: `la vérification ${quotedStep(check.step)} n’a répondu ni oui ni non` };
  }
  const done = verdict === 'done';
  context.view.note(done ? 'Elle a eu lieu : elle n’est pas refaite.' : 'Elle n’a pas eu lieu : elle est refaite.');
  return { kind: done ? 'took-effect' : 'no-effect' };
}

async function askOperator(context: RunContext, planned: PlannedStep, doubt: Doubt, reason: string): Promise<Settled> {
  const answer = await context.operator.tookEffect(planned, reason);
  if (answer === 'stop') return { kind: 'in-doubt', reason };
  context.journal.append({
    type: 'decision',
    at: instant(context),
    step: planned.step.id,
    attempt: doubt.attempt,
    choice: answer,
    by: context.user,
    reason,
  });
  return { kind: answer === 'done' ? 'took-effect' : 'no-effect' };
}
