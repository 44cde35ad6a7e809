import { Failure } from '../failure.ts';
import { suggest } from '../parse/nearest.ts';
import type { Runbook } from '../parse/runbook.ts';

/** Throws `usage` for a `--var` that none of these runbooks declares: it would be given to nobody. */
export function requireDeclared(given: ReadonlyMap<string, string>, runbooks: readonly Runbook[]): void {
  const known = [...new Set(runbooks.flatMap(({ variables }) => variables.map((variable) => variable.name)))];
  for (const name of given.keys()) {
    if (known.includes(name)) continue;
    throw new Failure('usage', {
      message: `aucun de ces runbooks ne déclare la variable « ${name} »`,
      expected: known.join(', ') || 'aucune valeur',
      action: suggest(name, known),
    });
  }
}
