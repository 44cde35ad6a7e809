import type { Runbook, Variable } from '../../runbook-runner/src/index.ts';
import { assignment } from '../../runbook-runner/src/index.ts';

/**
 * The command that runs a runbook, ready to paste at the root of the repository.
 * It names the sandbox: pasted as it is, it can only touch what is disposable.
 */
export function runCommand(id: string): string {
  return `npx runbook run ${id} --target bac-a-sable`;
}

/** What whoever follows a page by hand types before its steps: the values that it proposes. Null: none. */
export function proposedAssignments({ variables }: Runbook): string | null {
  const lines = variables.flatMap(({ name, default: value }) => (value === null ? [] : [assignment(name, value)]));
  return lines.length === 0 ? null : lines.join('\n');
}

/** What a value may be. */
export function typeWords(variable: Variable): string {
  return variable.type === 'list' ? `Liste, de type « ${scalarWords[variable.items]} »` : scalarWords[variable.type];
}

const scalarWords: Readonly<Record<Exclude<Variable['type'], 'list'>, string>> = {
  string: 'Texte',
  path: 'Chemin',
  integer: 'Nombre entier',
  url: 'Adresse (URL)',
  identifier: 'Identifiant',
  column: 'Colonne (table.colonne)',
};
