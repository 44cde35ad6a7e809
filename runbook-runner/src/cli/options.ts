import { outcomeWords } from '../french/words.ts';
import type { Switch, Text } from './command.ts';

/** The options that several commands take. */

export const target = {
  type: 'string',
  value: 'CIBLE',
  help: 'la cible, décrite dans targets.yaml (défaut : la seule qui y soit)',
  proposes: 'targets',
} as const satisfies Text;

export const targets = {
  type: 'string',
  value: 'FICHIER',
  help: 'le fichier des cibles (défaut : targets.yaml, ici ou plus haut)',
  proposes: 'files',
} as const satisfies Text;

export const variable = {
  type: 'string',
  value: 'NOM=VALEUR',
  help: 'la valeur d’une variable du runbook (répétable)',
  multiple: true,
  proposes: [],
} as const satisfies Text;

export const confirm = {
  type: 'string',
  value: 'CIBLE',
  help: 'sans questions : vaut la confirmation du point de non-retour sur cette cible',
  proposes: 'targets',
} as const satisfies Text;

export const report = {
  type: 'string',
  value: 'DOSSIER',
  help: 'copie là les rapports (Markdown, JSON, JUnit)',
  proposes: 'folders',
} as const satisfies Text;

/** How a run can stand, as reports have it. */
export const outcomes: readonly string[] = Object.keys(outcomeWords);

/** Of a run that has begun: the targets file that it knows. */
export const targetsOfRun = {
  ...targets,
  help: 'le fichier des cibles (défaut : celui de l’exécution)',
} as const satisfies Text;

export const confirmAsRun = { ...confirm, help: 'sans questions, comme pour run' } as const satisfies Text;

export const stopSurvivors = {
  type: 'boolean',
  help: 'arrête ce qui tourne encore au lieu d’attendre sa fin',
} as const satisfies Switch;

export const fix = {
  type: 'boolean',
  help: 'recopie dans les pages les fichiers dont leurs étapes disent venir (from)',
} as const satisfies Switch;

export const done = {
  type: 'string',
  value: 'ÉTAPE',
  help: 'sans questions : vous avez vu que cette étape a eu lieu (répétable)',
  multiple: true,
  proposes: [],
} as const satisfies Text;

export const redo = {
  type: 'string',
  value: 'ÉTAPE',
  help: 'sans questions : vous voulez que cette étape soit refaite (répétable)',
  multiple: true,
  proposes: [],
} as const satisfies Text;

/** `--format`: one of `choices`, the first by default. */
export function format<const C extends readonly [string, ...string[]]>(...choices: C) {
  return {
    type: 'string',
    value: 'FORMAT',
    help: `${choices.slice(0, -1).join(', ')} ou ${choices.at(-1)} (défaut : ${choices[0]})`,
    choices,
    proposes: choices,
  } as const satisfies Text;
}
