import type { RunReport } from '../report/run-report.ts';
import type { Text } from './command.ts';

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
export const outcomes = [
  'succeeded',
  'failed',
  'stopped',
  'in-doubt',
  'interrupted',
  'unfinished',
  'abandoned',
  'undone',
] as const satisfies readonly RunReport['outcome'][];

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
