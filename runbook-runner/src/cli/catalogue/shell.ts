import type { Given, Options } from '../command.ts';
import { defineCommand } from '../command.ts';
import { target, targets, variable } from '../options.ts';

const options = {
  target,
  targets,
  runbook: { type: 'string', value: 'RUNBOOK', help: 'le runbook dont les valeurs sont données', proposes: 'runbooks' },
  var: variable,
} satisfies Options;
export type ShellGiven = Given<typeof options>;

export const shell = defineCommand({
  name: 'shell',
  summary: 'un terminal sur la cible, avec ses services et les valeurs du runbook',
  usage: '[CIBLE] [--runbook RUNBOOK] [--var NOM=VALEUR]',
  words: [{ name: 'CIBLE', proposes: 'targets' }],
  repeats: false,
  options,
  load: async () => (await import('../commands/shell.ts')).shell,
});
