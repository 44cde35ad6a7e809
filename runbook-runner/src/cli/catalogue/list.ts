import type { Given, Options } from '../command.ts';
import { defineCommand } from '../command.ts';
import { targets } from '../options.ts';

const options = { targets } satisfies Options;
export type ListGiven = Given<typeof options>;

export const list = defineCommand({
  name: 'list',
  summary: 'les runbooks, les cibles et les exécutions connues',
  usage: '[DOSSIER…]',
  words: [{ name: 'DOSSIER', proposes: 'documents' }],
  repeats: true,
  options,
  load: async () => (await import('../commands/list.ts')).list,
});
