import type { Given, Options } from '../command.ts';
import { defineCommand } from '../command.ts';
import { confirm, report, target, targets, variable } from '../options.ts';

const options = {
  target,
  targets,
  var: variable,
  'dry-run': { type: 'boolean', help: 'montre le plan et n’exécute rien' },
  confirm,
  report,
} satisfies Options;
export type RunGiven = Given<typeof options>;

export const run = defineCommand({
  name: 'run',
  summary: 'exécute un runbook, étape par étape',
  usage: 'RUNBOOK [--target CIBLE] [--var NOM=VALEUR] [options]',
  words: [{ name: 'RUNBOOK', proposes: 'runbooks' }],
  repeats: false,
  options,
  load: async () => (await import('../commands/run.ts')).run,
});
