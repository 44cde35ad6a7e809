import type { Given, Options } from '../command.ts';
import { defineCommand } from '../command.ts';
import { report, target, targets, variable } from '../options.ts';

const options = {
  target,
  targets,
  var: variable,
  report: { ...report, help: 'écrit là un rapport JUnit' },
} satisfies Options;
export type VerifyGiven = Given<typeof options>;

export const verify = defineCommand({
  name: 'verify',
  summary: 'exécute des runbooks sur une cible jetable et compare avec ce que les pages annoncent',
  usage: '[FICHIER|DOSSIER…] [--target CIBLE] [--var NOM=VALEUR] [--report DOSSIER]',
  words: [{ name: 'FICHIER|DOSSIER', proposes: 'documents' }],
  repeats: true,
  options,
  load: async () => (await import('../commands/verify.ts')).verify,
});
