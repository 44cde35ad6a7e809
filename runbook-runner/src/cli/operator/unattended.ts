import type { Operator } from '../../run/operator.ts';

/**
 * Nobody at the terminal: the point of no return is accepted only if the target was named on the command line, and
 * whatever does not go as announced stops the run.
 */
export function unattendedOperator(confirmed: string | null, options: { readonly stopSurvivors: boolean }): Operator {
  const given = confirmed === null ? null : ({ kind: 'option', option: '--confirm', value: confirmed } as const);
  return {
    next: async () => ({ kind: 'execute' }),
    pointOfNoReturn: async ({ plan }) => (confirmed === plan.target.name ? given : null),
    confirm: async () => given,
    failed: async () => ({ kind: 'stop' }),
    // Killing a restoration because it takes longer than announced would be worse than waiting.
    overdue: async () => 'wait',
    survivors: async () => (options.stopSurvivors ? 'stop' : 'wait'),
  };
}
