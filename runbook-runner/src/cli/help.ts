/** The texts of `--help`. One entry a command: what it does in one line, its usage, its options, its statuses. */
interface CommandHelp {
  readonly summary: string;
  readonly usage: string;
  readonly details?: string;
}

const target = `  --target CIBLE        la cible, décrite dans targets.yaml (défaut : la seule qui y soit)
  --targets FICHIER     le fichier des cibles (défaut : targets.yaml, ici ou plus haut)`;
const values = '  --var NOM=VALEUR      la valeur d’une variable du runbook (répétable)';

const help: Readonly<Record<string, CommandHelp>> = {
  list: { summary: 'les runbooks, les cibles et les exécutions connues', usage: 'runbook list [DOSSIER…]' },
  show: { summary: 'un runbook, étape par étape', usage: 'runbook show RUNBOOK' },
  check: {
    summary: 'valide des runbooks sans rien exécuter',
    usage: 'runbook check [FICHIER|DOSSIER…] [--format text|json|github]',
  },
  plan: {
    summary: 'ce qui sera exécuté, où, avec quelles valeurs et quels risques',
    usage: 'runbook plan RUNBOOK [--target CIBLE] [--var NOM=VALEUR] [--format text|json]',
    details: `${target}\n${values}`,
  },
  run: {
    summary: 'exécute un runbook, étape par étape',
    usage: 'runbook run RUNBOOK [--target CIBLE] [--var NOM=VALEUR] [options]',
    details: `${target}
${values}
  --dry-run             montre le plan et n’exécute rien
  --confirm CIBLE       sans questions : vaut la confirmation du point de non-retour sur cette cible
  --report DOSSIER      copie là les rapports (Markdown, JSON, JUnit)`,
  },
  resume: {
    summary: 'reprend une exécution interrompue, sans rien refaire ni deviner',
    usage: 'runbook resume [EXÉCUTION] [--confirm CIBLE] [--stop-survivors] [--report DOSSIER]',
    details: `  EXÉCUTION             son identifiant (défaut : la dernière qui n’est pas finie)
  --confirm CIBLE       sans questions, comme pour run
  --stop-survivors      arrête ce qui tourne encore au lieu d’attendre sa fin`,
  },
  shell: {
    summary: 'un terminal sur la cible, avec ses services et les valeurs du runbook',
    usage: 'runbook shell [CIBLE] [--runbook RUNBOOK] [--var NOM=VALEUR]',
  },
  explain: {
    summary: 'le risque d’une étape ou d’un texte, et pourquoi',
    usage: 'runbook explain RUNBOOK#ÉTAPE | -  [--format text|json]',
    details: '  -                     lit les commandes sur l’entrée standard',
  },
  verify: {
    summary: 'exécute des runbooks sur une cible jetable et compare avec ce que les pages annoncent',
    usage: 'runbook verify [FICHIER|DOSSIER…] [--target CIBLE] [--var NOM=VALEUR] [--report DOSSIER]',
    details: target,
  },
};

export function generalHelp(): string {
  const rows = Object.entries(help).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return `runbook — exécute les procédures que vos pages décrivent

Usage : runbook COMMANDE [ARGUMENTS] [OPTIONS]

Commandes
${rows.join('\n')}

  runbook COMMANDE --help   le détail d’une commande
  runbook --version         la version

RUNBOOK est un fichier Markdown, ou l’identifiant d’un runbook du dossier content/.

Statuts de sortie
  0 réussite   1 une étape, une vérification ou une attente a échoué   2 usage ou document invalide
  3 refusé (non confirmé, verrouillé, plan périmé)   4 n’a pas pu s’exécuter   5 en doute   130 interrompu
`;
}

export function commandHelp(name: string): string {
  const entry = help[name] as CommandHelp;
  return `runbook ${name} — ${entry.summary}\n\nUsage : ${entry.usage}\n${entry.details ? `\nOptions\n${entry.details}\n` : ''}`;
}

export function unknownCommand(name: string, known: readonly string[]): string {
  return `✗ commande inconnue « ${name} »\n  attendu   ${known.join(', ')}\n  à faire   runbook --help\n`;
}
