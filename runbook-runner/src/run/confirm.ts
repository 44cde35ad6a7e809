import { Failure } from '../failure.ts';
import type { Confirmation } from '../journal/record.ts';
import { judge } from '../judge/judge.ts';
import { isHigher } from '../judge/risk.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import { isDestructive } from '../plan/plan.ts';
import { callableNames } from '../targets/group.ts';
import type { RunContext } from './context.ts';
import { instant } from './host.ts';

/** What the operator agreed to, or that they did not. */
export type Agreement = { readonly agreed: true; readonly confirmation: Confirmation } | { readonly agreed: false };

/**
 * Asks what has to be asked before `planned` is executed: nothing when it cannot lose anything, the point of no
 * return before the first destructive step, a key before the later ones. On a protected target a key also before each
 * step that changes something.
 */
export async function confirmStep(
  context: RunContext,
  planned: PlannedStep,
  course: { readonly passed: boolean; readonly toCome: readonly PlannedStep[] },
): Promise<Agreement> {
  if (!isConfirmed(context.plan, planned)) return { agreed: true, confirmation: { kind: 'none' } };
  if (course.passed || !isDestructive(planned)) return agreement(await context.operator.confirm(planned));
  const destructive = course.toCome.filter(isDestructive);
  const confirmation = await context.operator.pointOfNoReturn({ plan: context.plan, destructive });
  if (confirmation === null) return { agreed: false };
  context.journal.append({
    type: 'confirmed',
    at: instant(context),
    by: context.user,
    confirmation,
    steps: destructive.map(({ step }) => step.id),
  });
  return { agreed: true, confirmation };
}

function isConfirmed({ target }: Plan, planned: PlannedStep): boolean {
  return isDestructive(planned) || (target.protected && planned.verdict.risk !== 'safe');
}

/**
 * The step judged again on its unchanged text with what the session now knows.
 * A verdict that is higher than the plan's is what the operator must hear about.
 */
export async function judgeNow(context: RunContext, planned: PlannedStep): Promise<PlannedStep> {
  const { variables, functions, exported } = context.session.state();
  const services = callableNames(context.plan.target);
  const verdict: Verdict = await judge(planned.step.text, {
    services,
    // It began with the plan's values: one that a step has removed is known no more.
    constants: variables,
    functions,
    exported,
  });
  return isHigher(verdict.risk, planned.verdict.risk) ? { ...planned, verdict } : planned;
}

function agreement(confirmation: Confirmation | null): Agreement {
  return confirmation === null ? { agreed: false } : { agreed: true, confirmation };
}

/** What the target says of itself now and did not when the plan was made, in French; null: it is the same. */
export async function changedIdentity({ machine, plan }: RunContext): Promise<string | null> {
  const { host, machineId, cwd, project } = plan.identity;
  const now = await machine
    .identity()
    .catch((error: unknown) => (error instanceof Failure ? error : Promise.reject(error)));
  if (now instanceof Failure) return now.text.message;
  if (now.host !== host || now.machineId !== machineId) return `machine ${now.host} au lieu de ${host}`;
  if (now.cwd !== cwd) return `dossier ${now.cwd} au lieu de ${cwd}`;
  return now.project === project ? null : `« ${now.project} » au lieu de « ${project} »`;
}
