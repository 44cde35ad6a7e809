import type { Plan, PlannedStep } from '../plan/plan.ts';
import { isDestructive } from '../plan/plan.ts';
import { attemptStep } from './attempts.ts';
import type { RunContext } from './context.ts';

/** The undo steps of what was executed, the last executed first. */
export function undoableSteps(plan: Plan, executed: readonly string[]): readonly PlannedStep[] {
  const order = plan.steps.filter(({ step }) => executed.includes(step.id)).reverse();
  return order.flatMap(({ step }) => plan.undos.get(step.id) ?? []);
}

/** Executes them; stops at the first that fails or is refused. Whether all of them succeeded. */
export async function undoSteps(
  context: RunContext,
  undos: readonly PlannedStep[],
  attempts: Map<string, number>,
): Promise<boolean> {
  for (const undo of undos) {
    context.view.stepShown(undo, undos.length);
    const confirmation = isDestructive(undo) ? await context.operator.confirm(undo) : ({ kind: 'none' } as const);
    if (confirmation === null) return false;
    const result = await attemptStep(context, undo, (attempts.get(undo.step.id) ?? 0) + 1, confirmation);
    attempts.set(undo.step.id, result.attempt);
    if (result.result !== 'succeeded') return false;
  }
  return true;
}
