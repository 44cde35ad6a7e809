import { Failure } from '../failure.ts';
import type { Machine } from '../machine/machine.ts';
import type { Runbook, Variable, VariableValue } from '../parse/runbook.ts';
import { readValue, textOfValue, typeName, variableValueProblem } from '../parse/variable-value.ts';
import { readSecret, readVariable } from '../targets/sources.ts';
import type { Target } from '../targets/target.ts';
import type { Choice } from './choices.ts';
import { hasChoices } from './choices.ts';
import { listChoices } from './list-choices.ts';
import { readServiceSecrets } from './service-secrets.ts';
import { readServiceValues } from './service-values.ts';
import { servicesCalledBy } from './services-called.ts';

/** The values of a plan, by variable name, in the runbook's order. Secrets are apart: they are never shown nor journaled. */
export interface Values {
  readonly variables: ReadonlyMap<string, VariableValue>;
  readonly secrets: ReadonlyMap<string, string>;
  /** Values of the target that its services are given and the runbook does not declare. */
  readonly serviceValues: ReadonlyMap<string, string>;
  /** Secrets of the target that its services are given and the runbook does not know. */
  readonly serviceSecrets: ReadonlyMap<string, string>;
  /** What was said of a value in the menu it was picked from (an archive's date, size, checksum). */
  readonly labels: ReadonlyMap<string, string>;
}

/**
 * Gives each declared variable its value: the one given, the target's, the document's default, what the operator answers.
 * Each source of the target is read once.
 * @throws Failure `usage` for a value that is unknown, missing or refused; and when a source of the target does not answer.
 */
export async function resolveValues(
  runbook: Runbook,
  target: Target,
  given: ReadonlyMap<string, VariableValue>,
  { machine, env, ask, signal }: ValuesHost,
): Promise<Values> {
  refuseUnknown(runbook, given);
  const found = new Map<string, VariableValue>();
  const secrets = new Map<string, string>();
  for (const variable of runbook.variables) {
    if (variable.secret) {
      const secret = await secretOf(variable, target, env);
      if (secret === null) continue;
      refuseUnfit(runbook, target, variable, secret);
      secrets.set(variable.name, secret);
      continue;
    }
    const value =
      given.get(variable.name) ?? (await targetValue(variable, target, { machine, env })) ?? variable.default;
    if (value === null) continue;
    refuseUnfit(runbook, target, variable, value);
    found.set(variable.name, readValue(variable, value));
  }
  const called = await servicesCalledBy(runbook, target);
  const declared = new Set(runbook.variables.filter(({ secret }) => !secret).map(({ name }) => name));
  const how = { env: machine.environment.given };
  const serviceValues = await readServiceValues(called, target, declared, env, how);
  const ofServices = await readServiceSecrets(called, target, secrets, env);
  const hidden = new Map([...ofServices, ...secrets]);
  const labels = new Map<string, string>();
  for (const variable of runbook.variables.filter(({ name }) => !found.has(name) && !secrets.has(name))) {
    const choices = hasChoices(variable)
      ? () => listChoices(variable, target, machine, { known: inOrder(runbook, found), serviceValues, hidden, signal })
      : null;
    const answer = variable.secret ? null : await ask({ variable, target, choices });
    if (answer === null) throw unusable(runbook, variable, missing(variable, target));
    refuseUnfit(runbook, target, variable, answer.value);
    found.set(variable.name, readValue(variable, answer.value));
    if (answer.label !== answer.value) labels.set(variable.name, answer.label);
  }
  return { variables: inOrder(runbook, found), secrets, serviceValues, serviceSecrets: ofServices, labels };
}

export interface ValuesHost {
  /** Where the commands of choices are executed. */
  readonly machine: Machine;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ask: AskValue;
  /** Stops the command that lists choices. */
  readonly signal?: AbortSignal;
}

/** Everything that must stay secret, by name. */
export function allSecrets({ secrets, serviceSecrets }: Values): ReadonlyMap<string, string> {
  return new Map([...serviceSecrets, ...secrets]);
}

/** How a missing value is found: a menu at a terminal, the first choice in `verify`. null: nobody can say. */
export type AskValue = (question: Question) => Promise<Choice | null>;

export interface Question {
  readonly variable: Variable;
  readonly target: Target;
  /** Lists what may be answered; null: any value of the variable's type. */
  readonly choices: (() => Promise<readonly Choice[]>) | null;
}

/** Why `given` does not fit the variable, in French; null: it does. A secret is not quoted. */
export function refusal(variable: Variable, given: VariableValue): string | null {
  const value = readValue(variable, given);
  if (variable.secret) {
    const problem = value === '' ? 'est vide' : secretProblem(variable, value);
    return problem && `${variable.name} : la valeur secrète ${problem}`;
  }
  // A page that proposes nothing knows what nothing means to it.
  const empty = value === '' && variable.default !== '';
  const problem = empty ? 'est vide' : variableValueProblem(variable, value);
  if (problem === null) return null;
  return typeof value === 'string' ? `${variable.name} : « ${value} » ${problem}` : `${variable.name} ${problem}`;
}

/** A key has many lines, and is as good a secret as a word; nothing has a null character, which no shell can hold. */
function secretProblem(variable: Variable, value: VariableValue): string | null {
  if (variable.type !== 'string') return variableValueProblem(variable, value);
  return textOfValue(value).includes('\0') ? 'contient un caractère nul' : null;
}

function inOrder({ variables }: Runbook, found: ReadonlyMap<string, VariableValue>): Map<string, VariableValue> {
  return new Map(
    variables.flatMap(({ name }) => {
      const value = found.get(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

async function targetValue(
  variable: Variable,
  target: Target,
  { machine, env }: Pick<ValuesHost, 'machine' | 'env'>,
): Promise<VariableValue | null> {
  const source = target.variables.get(variable.name);
  return source ? readVariable(variable.name, source, target, env, { env: machine.environment.given }) : null;
}

async function secretOf(variable: Variable, target: Target, env: Env): Promise<string | null> {
  const source = target.secrets.get(variable.name);
  return source ? readSecret(variable.name, source, target, env) : null;
}

function refuseUnfit(runbook: Runbook, target: Target, variable: Variable, value: VariableValue): void {
  const refused = refusal(variable, value);
  if (refused === null) return;
  if (!variable.secret) throw unusable(runbook, variable, refused);
  throw new Failure('usage', {
    message: refused,
    where: `${target.file}, « secrets » de la cible « ${target.name} »`,
    expected: `${variable.description} (${typeName(variable)}), comme le déclare ${runbook.file}`,
    action: 'corrigez ce que rend cette source (un fichier, une variable d’environnement ou une commande)',
  });
}

function missing(variable: Variable, target: Target): string {
  return variable.secret
    ? `${variable.name} (${variable.description}) : la cible « ${target.name} » ne dit pas où lire ce secret`
    : `${variable.name} (${variable.description}) n’a pas de valeur`;
}

function refuseUnknown(runbook: Runbook, given: ReadonlyMap<string, VariableValue>): void {
  for (const name of given.keys()) {
    const variable = runbook.variables.find((variable) => variable.name === name);
    if (variable && !variable.secret) continue;
    const names = runbook.variables.filter(({ secret }) => !secret).map((variable) => variable.name);
    throw new Failure('usage', {
      message: variable
        ? `${name} est un secret : il ne se donne pas sur la ligne de commande, que tout le monde peut lire`
        : `ce runbook n’a pas de variable « ${name} »`,
      where: runbook.file,
      expected: variable ? 'sa source, dans « secrets » de la cible' : names.join(', ') || 'aucune valeur',
      action: `runbook show ${runbook.file}`,
    });
  }
}

function unusable(runbook: Runbook, variable: Variable, message: string): Failure {
  return new Failure('usage', {
    message,
    where: runbook.file,
    expected: `${variable.description} (${typeName(variable)})`,
    action: variable.secret
      ? `décrivez la source de ${variable.name} dans « secrets » de la cible`
      : `--var ${variable.name}=VALEUR, ou « variables » de la cible`,
  });
}

type Env = Readonly<Record<string, string | undefined>>;
