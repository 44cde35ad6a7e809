import type { VariableType } from './runbook.ts';

/** Why a value is not one of its variable's type, in French; null when it is. */
export function variableValueProblem(type: VariableType, value: string): string | null {
  if (/[\0\n\r]/.test(value)) return 'contient un saut de ligne ou un caractère nul';
  return types[type].test(value) ? null : `n’est pas ${types[type].expected}`;
}

export const variableTypes = [
  'string',
  'path',
  'integer',
  'url',
  'identifier',
] as const satisfies readonly VariableType[];

const types: Readonly<Record<VariableType, ValueType>> = {
  string: { expected: 'un texte', test: () => true },
  // A leading dash would be read as an option by the command that gets the path.
  path: { expected: 'un chemin (ni vide, ni commençant par un tiret)', test: (value) => /^[^-]/.test(value) },
  integer: { expected: 'un nombre entier', test: (value) => /^-?\d+$/.test(value) },
  url: { expected: 'une adresse http ou https', test: isWebAddress },
  identifier: {
    expected: 'un identifiant (lettre ou souligné, puis lettres, chiffres et soulignés, 63 au plus)',
    test: (value) => /^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(value),
  },
};

function isWebAddress(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value);
}

interface ValueType {
  readonly expected: string;
  readonly test: (value: string) => boolean;
}
