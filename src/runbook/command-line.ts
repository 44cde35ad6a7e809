import type { VariableType } from '../../runbook-runner/src/index.ts';

/**
 * The command that runs a runbook, ready to paste at the root of the repository.
 * It names the sandbox: pasted as it is, it can only touch what is disposable.
 */
export function runCommand(id: string): string {
  return `npx runbook run ${id} --target bac-a-sable`;
}

export const variableTypeWords: Readonly<Record<VariableType, string>> = {
  string: 'Texte',
  path: 'Chemin',
  integer: 'Nombre entier',
  url: 'Adresse (URL)',
  identifier: 'Identifiant',
};
