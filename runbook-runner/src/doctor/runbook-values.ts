import { Failure } from '../failure.ts';
import type { Machine } from '../machine/machine.ts';
import type { Runbook, Variable, VariableValue } from '../parse/runbook.ts';
import { resolveValues } from '../plan/values.ts';
import { SessionError } from '../session/session-error.ts';
import { firstChoice } from '../verify/first-choice.ts';
import type { TargetValues } from './values.ts';

/**
 * The value of each variable of a runbook, or why it has none: the one given, the target's, the page's, or, of a list,
 * that there is something to choose.
 */
export async function runbookValues(
  runbook: Runbook,
  { read: target, failures }: TargetValues,
  { given, env, machine, canList, signal }: ValuesRequest,
): Promise<FoundValues> {
  const found = new Map<string, VariableValue>();
  const problems: Failure[] = [];
  const host = { machine, env, ask: firstChoice, signal };
  const resolve = async (variable: Variable, among: readonly Variable[]): Promise<void> => {
    if (signal.aborted) return;
    // What the target could not give is told once, of the target.
    if (failures.has(variable.name) && !given.has(variable.name)) return;
    try {
      const known = only(new Map([...found, ...given]), among);
      const { variables } = await resolveValues({ ...runbook, variables: among }, target, known, host);
      for (const [name, value] of variables) found.set(name, value);
    } catch (error) {
      if (error instanceof SessionError) problems.push(new Failure('cannot-run', { message: error.message }));
      else if (error instanceof Failure) problems.push(error);
      else throw error;
    }
  };
  for (const variable of runbook.variables.filter(({ choices }) => choices === null))
    await resolve(variable, [variable]);
  for (const variable of runbook.variables.filter(
    ({ choices, name }) => choices !== null && (canList || given.has(name)),
  )) {
    // The command of a list reads the values that are known.
    await resolve(
      variable,
      runbook.variables.filter((other) => other === variable || found.has(other.name)),
    );
  }
  return { found, problems };
}

export interface ValuesRequest {
  readonly given: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly machine: Machine;
  /** Whether a session can be opened where the steps begin: otherwise every list would fail, which is told already. */
  readonly canList: boolean;
  /** Nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface FoundValues {
  /** Not the secrets. */
  readonly found: ReadonlyMap<string, VariableValue>;
  readonly problems: readonly Failure[];
}

function only(values: ReadonlyMap<string, VariableValue>, variables: readonly Variable[]): Map<string, VariableValue> {
  return new Map(
    [...values].filter(([name]) => variables.some((variable) => variable.name === name && !variable.secret)),
  );
}
