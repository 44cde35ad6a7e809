import type { Given, Options } from '../command.ts';
import { defineCommand } from '../command.ts';
import { format } from '../options.ts';

const options = { format: format('text', 'json') } satisfies Options;
export type ExplainGiven = Given<typeof options>;

export const explain = defineCommand({
  name: 'explain',
  summary: 'le risque d’une étape ou d’un texte, et pourquoi',
  usage: 'RUNBOOK#ÉTAPE | -  [--format text|json]',
  words: [
    { name: 'RUNBOOK#ÉTAPE', proposes: 'steps' },
    { name: '-', help: 'lit les commandes sur l’entrée standard', proposes: ['-'] },
  ],
  repeats: false,
  options,
  load: async () => (await import('../commands/explain.ts')).explain,
});
