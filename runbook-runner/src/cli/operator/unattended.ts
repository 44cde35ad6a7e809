import { isDestructive } from '../../plan/plan.ts';
import type { Operator } from '../../run/operator.ts';

/**
 * Nobody at the terminal: the point of no return is accepted only if the target was named on the command line and is not
 * protected, and whatever does not go as announced stops the run.
 */
export function unattendedOperator(
  confirmed: string | null,
  { stopSurvivors, done, redo }: UnattendedAnswers,
): Operator {
  const given = confirmed === null ? null : ({ kind: 'option', option: '--confirm', value: confirmed } as const);
  return {
    next: async () => ({ kind: 'execute' }),
    // Of a protected target, what the plan destroys was refused before; a step may still prove worse than its plan.
    pointOfNoReturn: async ({ plan: { target } }) => (confirmed === target.name && !target.protected ? given : null),
    // What only changes something needs nobody.
    confirm: async (planned) => (isDestructive(planned) ? given : { kind: 'none' }),
    leaving: async () => 'leave',
    failed: async () => ({ kind: 'stop' }),
    // Killing a restoration because it takes longer than announced would be worse than waiting.
    overdue: async () => 'wait',
    tookEffect: async ({ step }) => (done.includes(step.id) ? 'done' : redo.includes(step.id) ? 'not-done' : 'stop'),
    stateLost: async () => 'stop',
    survivors: async () => (stopSurvivors ? 'stop' : 'wait'),
  };
}

/** What was said beforehand on the command line. */
export interface UnattendedAnswers {
  readonly stopSurvivors: boolean;
  /** Ids of the steps that somebody saw take effect. */
  readonly done: readonly string[];
  /** Ids of the steps that somebody wants executed again. */
  readonly redo: readonly string[];
}
