import type { Given, Options } from '../command.ts';
import { defineCommand, names } from '../command.ts';
import { targets } from '../options.ts';

const options = { targets } satisfies Options;
export type CompletionGiven = Given<typeof options>;

export const completion = defineCommand({
  name: 'completion',
  summary: 'ce que bash propose quand on tape Tab',
  usage: 'bash | NOMS',
  words: [
    { name: 'bash', help: 'le script à charger : source <(runbook completion bash)', proposes: ['bash'] },
    { name: 'NOMS', help: `les noms qu’il propose, un par ligne : ${names.join(', ')}`, proposes: names },
  ],
  repeats: false,
  options,
  load: async () => (await import('../commands/completion.ts')).completion,
});
