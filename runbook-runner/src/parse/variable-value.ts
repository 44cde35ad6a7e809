import { posix } from 'node:path';
import type { ScalarType, Variable, VariableType, VariableValue } from './runbook.ts';

/** Why a value is not one of its variable's type, in French, to be read after what names the value; null when it is. */
export function variableValueProblem(variable: TypeOfVariable, value: VariableValue): string | null {
  if (variable.type === 'list') return typeof value === 'string' ? 'n’est pas une liste' : listProblem(variable, value);
  return typeof value === 'string'
    ? scalarProblem(variable.type, value)
    : 'est une liste, là où un seul texte convient';
}

/** What a given value is for a variable: the text of a list has one item a line, and may end with a line end. */
export function readValue({ type }: Pick<Variable, 'type'>, given: VariableValue): VariableValue {
  if (type !== 'list' || typeof given !== 'string') return given;
  const text = given.replace(/\n$/, '');
  return text === '' ? [] : text.split('\n');
}

/** A value wherever it travels as a text, and as it is shown: of a list, one item a line. */
export function textOfValue(value: VariableValue): string {
  return typeof value === 'string' ? value : value.join('\n');
}

/** The name of a variable's type, for a person who must give its value. */
export function typeName(variable: TypeOfVariable): string {
  return variable.type === 'list' ? `liste de ${variable.items}, un élément par ligne` : variable.type;
}

export const scalarTypes = [
  'string',
  'path',
  'integer',
  'url',
  'identifier',
  'column',
] as const satisfies readonly ScalarType[];

export const variableTypes = [...scalarTypes, 'list'] as const satisfies readonly VariableType[];

type TypeOfVariable = { readonly type: ScalarType } | { readonly type: 'list'; readonly items: ScalarType };

function listProblem({ items }: { readonly items: ScalarType }, values: readonly string[]): string | null {
  if (values.length === 0) return 'n’a aucun élément';
  for (const [index, value] of values.entries()) {
    const nth = `l’élément ${index + 1}`;
    if (value === '') return `a un élément vide (${nth})`;
    const problem = scalarProblem(items, value);
    if (problem !== null) return `ne convient pas : ${nth}, « ${value} », ${problem}`;
    const first = values.indexOf(value);
    if (first < index) return `contient deux fois « ${value} » (éléments ${first + 1} et ${index + 1})`;
  }
  return null;
}

function scalarProblem(type: ScalarType, value: string): string | null {
  if (/[\0\n\r]/.test(value)) return 'contient un saut de ligne ou un caractère nul';
  return types[type].test(value) ? null : `n’est pas ${types[type].expected}`;
}

const NAME = '[A-Za-z_][A-Za-z0-9_]{0,62}';
const identifier = new RegExp(`^${NAME}$`);
/** After the `$` of a JSON path come an accessor, a filter, or nothing: `$pages` would be a variable. */
const column = new RegExp(`^${NAME}\\.${NAME}(:\\$([.[?]\\S.*| \\?.*)?)?$`);

const types: Readonly<Record<ScalarType, ValueType>> = {
  string: { expected: 'un texte', test: () => true },
  // A leading dash would be read as an option by the command that gets the path.
  path: {
    expected: 'un chemin (ni vide, ni la racine du système, ni commençant par un tiret)',
    test: (value) => value.trim() !== '' && !value.startsWith('-') && !isRoot(value),
  },
  integer: { expected: 'un nombre entier', test: (value) => /^-?\d+$/.test(value) },
  url: { expected: 'une adresse http ou https', test: isWebAddress },
  identifier: {
    expected: 'un identifiant (lettre ou souligné, puis lettres, chiffres et soulignés, 63 au plus)',
    test: (value) => identifier.test(value),
  },
  column: {
    expected: 'une colonne (table.colonne, ou table.colonne:$.chemin.json)',
    test: (value) => column.test(value),
  },
};

/** `/`, `//`, `/srv/..`: no document is about the whole system, and `rm -r "$FOLDER"/*` would be. */
function isRoot(path: string): boolean {
  return /^\/+$/.test(posix.normalize(path));
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value);
}

interface ValueType {
  readonly expected: string;
  readonly test: (value: string) => boolean;
}
