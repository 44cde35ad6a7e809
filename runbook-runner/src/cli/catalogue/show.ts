import type { Given, Options } from '../command.ts';
import { defineCommand } from '../command.ts';

const options = {} satisfies Options;
export type ShowGiven = Given<typeof options>;

export const show = defineCommand({
  name: 'show',
  summary: 'un runbook, étape par étape',
  usage: 'RUNBOOK',
  words: [{ name: 'RUNBOOK', proposes: 'runbooks' }],
  repeats: false,
  options,
  load: async () => (await import('../commands/show.ts')).show,
});
