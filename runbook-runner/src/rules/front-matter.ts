import type { RuleFamily } from './rule-entry.ts';

export const frontMatterRules = {
  title: 'L’en-tête',
  introduction: 'L’en-tête est strict : une faute de frappe dans une clé ne doit jamais passer pour une clé absente.',
  rules: {
    'front-matter-syntax': {
      severity: 'error',
      title: 'L’en-tête n’est pas du YAML valable',
      explanation:
        'L’en-tête se lit entre deux lignes `---`. Une valeur qui contient « : » ou « # » se met entre guillemets.',
      bad: 'description: Sauvegarder : la base',
      fix: '`description: "Sauvegarder : la base"`',
    },
    'front-matter-duplicated-key': {
      severity: 'error',
      title: 'Une clé est écrite deux fois',
      explanation: 'Selon l’outil, la première ou la dernière valeur l’emporterait.',
      bad: 'owner: exploitation\nowner: réseau',
      fix: 'Gardez une seule des deux.',
    },
    'front-matter-unknown-key': {
      severity: 'error',
      title: 'Une clé est inconnue',
      explanation: 'Le message propose le nom connu le plus proche.',
      bad: 'variables:\n  DOSSIER: { description: Dossier, defaut: /srv }',
      fix: '`default: /srv`',
    },
    'front-matter-missing-key': {
      severity: 'error',
      title: 'Une clé obligatoire manque',
      explanation:
        'Un runbook a un `title`, une `description` et, sous `runbook`, un `id`, un `owner` (qui en répond) et une date `reviewed`.',
      bad: 'runbook:\n  id: sauvegarde-base\n  reviewed: 2026-11-21',
      fix: 'Ajoutez `owner: exploitation`.',
    },
    'front-matter-value': {
      severity: 'error',
      title: 'Une valeur de l’en-tête ne convient pas',
      explanation:
        'Une valeur par défaut est toujours un texte : elle se met entre guillemets dès qu’elle commence par un chiffre, car YAML lit `1.10` comme 1.1 et `2026-01-01` comme une date. Elle est du type de sa variable (`string`, `path`, `integer`, `url`, `identifier`).',
      bad: 'VERSION: { description: Version à installer, default: 1.10 }',
      fix: '`default: "1.10"`',
    },
    'variable-name': {
      severity: 'error',
      title: 'Un nom de variable est refusé',
      explanation:
        'Les valeurs deviennent des variables du shell. Un nom que le shell ou un outil lit déjà (`PATH`, `IFS`, `PG…`, `DOCKER_…`, `COMPOSE_…`, `LD_…`, `BASH…`, `RB_…`) changerait ce que font les commandes.',
      bad: 'PGDATABASE: { description: Base à sauvegarder }',
      fix: 'Choisissez un nom propre au document, `BASE` par exemple, et passez-le : `--dbname="$BASE"`.',
    },
  },
} as const satisfies RuleFamily;
