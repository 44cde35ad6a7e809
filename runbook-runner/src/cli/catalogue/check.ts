import type { Given, Options } from '../command.ts';
import { defineCommand } from '../command.ts';
import { format } from '../options.ts';

const options = { format: format('text', 'json', 'github') } satisfies Options;
export type CheckGiven = Given<typeof options>;

export const check = defineCommand({
  name: 'check',
  summary: 'valide des runbooks sans rien exécuter',
  usage: '[FICHIER|DOSSIER…] [--format text|json|github]',
  words: [{ name: 'FICHIER|DOSSIER', proposes: 'documents' }],
  repeats: true,
  options,
  load: async () => (await import('../commands/check.ts')).check,
});
