import type { Given, Options } from '../command.ts';
import { defineCommand } from '../command.ts';
import { confirm, report, targets } from '../options.ts';

const options = {
  targets: { ...targets, help: 'le fichier des cibles (défaut : celui de l’exécution)' },
  confirm: { ...confirm, help: 'sans questions, comme pour run' },
  'stop-survivors': { type: 'boolean', help: 'arrête ce qui tourne encore au lieu d’attendre sa fin' },
  report,
} satisfies Options;
export type ResumeGiven = Given<typeof options>;

export const resume = defineCommand({
  name: 'resume',
  summary: 'reprend une exécution interrompue, sans rien refaire ni deviner',
  usage: '[EXÉCUTION] [--confirm CIBLE] [--stop-survivors] [--report DOSSIER]',
  words: [{ name: 'EXÉCUTION', help: 'son identifiant (défaut : la dernière qui n’est pas finie)', proposes: 'runs' }],
  repeats: false,
  options,
  load: async () => (await import('../commands/resume.ts')).resume,
});
