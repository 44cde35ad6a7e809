import type { Command, Option } from './command.ts';

/** The texts of `--help`, from the data of the commands. */
export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  return `runbook — exécute les procédures que vos pages décrivent

Usage : runbook COMMANDE [ARGUMENTS] [OPTIONS]

Commandes
${rows.join('\n')}

  runbook COMMANDE --help   le détail d’une commande
  runbook --version         la version

RUNBOOK est un fichier Markdown, ou l’identifiant d’un runbook du dossier content/.

Statuts de sortie
  0 réussite   1 une étape, une vérification ou une attente a échoué   2 usage ou document invalide
  3 refusé (non confirmé, verrouillé, plan périmé)   4 n’a pas pu s’exécuter   5 en doute
  6 terminé, mais à regarder   130 interrompu
`;
}

export function commandHelp(command: Command): string {
  const rows = details(command).map(([form, help]) => `  ${form.padEnd(22)}${help}\n`);
  const options = rows.length > 0 ? `\nOptions\n${rows.join('')}` : '';
  return `runbook ${command.name} — ${command.summary}\n\nUsage : ${usage(command)}\n${options}`;
}

/** Each word and option that has something to say: how it is written, and its help. */
export function details({ words, options }: Command): readonly (readonly [form: string, help: string])[] {
  return [
    ...words.flatMap(({ name, help }) => (help === undefined ? [] : [[name, help] as const])),
    ...Object.entries(options).map(([name, option]) => [form(name, option), option.help] as const),
  ];
}

export function usage({ name, usage }: Command): string {
  return `runbook ${name} ${usage}`;
}

export function unknownCommand(name: string, commands: readonly Command[]): string {
  return `✗ commande inconnue « ${name} »\n  attendu   ${commands.map((command) => command.name).join(', ')}\n  à faire   runbook --help\n`;
}

function form(name: string, option: Option): string {
  return option.type === 'boolean' ? `--${name}` : `--${name} ${option.value}`;
}
