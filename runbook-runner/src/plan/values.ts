import type { Runbook, Variable } from '../parse/runbook.ts';
import { variableValueProblem } from '../parse/variable-value.ts';
import { readSecret, readSource } from '../target/sources.ts';
import type { Target } from '../target/target.ts';

/** The values of a plan, by variable name. Secrets are apart: they are never shown nor journaled. */
export interface Values {
  readonly variables: ReadonlyMap<string, string>;
  readonly secrets: ReadonlyMap<string, string>;
  /** What was said of a value in the menu it was picked from (an archive's date, size, checksum). */
  readonly labels: ReadonlyMap<string, string>;
}

/** A declared variable that has no value yet, or a refused one. */
export interface ValueProblem {
  readonly variable: Variable;
  readonly kind: 'missing' | 'invalid';
  /** What is wrong, in French. */
  readonly message: string;
}

/**
 * Gives each declared variable its value: the one given on the command line, the target's, the document's default.
 * @throws Failure when a source of the target does not answer.
 */
export async function resolveValues(
  runbook: Runbook,
  target: Target,
  given: ReadonlyMap<string, string>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly values: Values; readonly problems: readonly ValueProblem[] }> {
  const variables = new Map<string, string>();
  const secrets = new Map<string, string>();
  const problems: ValueProblem[] = [];
  for (const variable of runbook.variables) {
    const value = variable.secret
      ? await secretOf(variable, target, env)
      : (given.get(variable.name) ?? (await targetValue(variable, target, env)) ?? variable.default);
    const message = value === null ? missing(variable, target) : refusal(variable, value);
    if (message !== null) problems.push({ variable, kind: value === null ? 'missing' : 'invalid', message });
    else if (value !== null) (variable.secret ? secrets : variables).set(variable.name, value);
  }
  return { values: { variables, secrets, labels: new Map() }, problems };
}

/** Why `value` does not fit the variable, in French; null: it does. A secret is not quoted. */
export function refusal(variable: Variable, value: string): string | null {
  const problem = value === '' ? 'est vide' : variableValueProblem(variable.type, value);
  return problem && `${variable.name} : ${variable.secret ? 'la valeur secrète' : `« ${value} »`} ${problem}`;
}

async function targetValue(variable: Variable, target: Target, env: Env): Promise<string | null> {
  const source = target.variables.get(variable.name);
  return source ? readSource(variable.name, source, target, env) : null;
}

async function secretOf(variable: Variable, target: Target, env: Env): Promise<string | null> {
  const source = target.secrets.get(variable.name);
  return source ? readSecret(variable.name, source, target, env) : null;
}

function missing(variable: Variable, target: Target): string {
  return variable.secret
    ? `${variable.name} (${variable.description}) : la cible « ${target.name} » ne dit pas où lire ce secret`
    : `${variable.name} (${variable.description}) n’a pas de valeur`;
}

type Env = Readonly<Record<string, string | undefined>>;
