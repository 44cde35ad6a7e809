import type { Given, Options } from '../command.ts';
import { defineCommand } from '../command.ts';
import { format, target, targets, variable } from '../options.ts';

const options = { target, targets, var: variable, format: format('text', 'json') } satisfies Options;
export type PlanGiven = Given<typeof options>;

export const plan = defineCommand({
  name: 'plan',
  summary: 'ce qui sera exécuté, où, avec quelles valeurs et quels risques',
  usage: 'RUNBOOK [--target CIBLE] [--var NOM=VALEUR] [--format text|json]',
  words: [{ name: 'RUNBOOK', proposes: 'runbooks' }],
  repeats: false,
  options,
  load: async () => (await import('../commands/plan.ts')).plan,
});
