import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { Runbook, Variable } from '../parse/runbook.ts';
import type { Choice } from '../plan/choices.ts';
import { machineKey } from '../plan/machine-key.ts';
import { makePlan } from '../plan/make-plan.ts';
import { isDestructive, type Plan } from '../plan/plan.ts';
import { unmetRequirements } from '../plan/requirements.ts';
import { refusal, resolveValues } from '../plan/values.ts';
import type { Target } from '../target/target.ts';
import type { Io } from './io.ts';
import { stateRoot } from './state-root.ts';

/** Gives a value to a variable that has none; null: nobody can. */
export type AskValue = (
  variable: Variable,
  target: Target,
  /** The values known so far, by name. */
  known: ReadonlyMap<string, string>,
) => Promise<Choice | null>;

/**
 * The plan of a runbook on a target.
 * @param ask how a missing value is found: a menu at a terminal, the first choice in `verify`, nothing elsewhere.
 * @throws Failure `usage` for a missing or refused value, `cannot-run` for what the target lacks.
 */
export async function preparePlan(
  runbook: Runbook,
  target: Target,
  given: ReadonlyMap<string, string>,
  ask: AskValue,
  io: Io,
): Promise<Plan> {
  refuseUnknown(runbook, given);
  const values = new Map(given);
  const labels = new Map<string, string>();
  let resolved = await resolveValues(runbook, target, values, io.env);
  for (const problem of resolved.problems) {
    const choice =
      problem.kind === 'missing' && !problem.variable.secret
        ? await ask(problem.variable, target, new Map([...resolved.values.variables, ...values]))
        : null;
    if (choice === null) throw missingValue(runbook, problem.variable, problem.message);
    const refused = refusal(problem.variable, choice.value);
    if (refused) throw missingValue(runbook, problem.variable, refused);
    values.set(problem.variable.name, choice.value);
    if (choice.label !== choice.value) labels.set(problem.variable.name, choice.label);
  }
  resolved = await resolveValues(runbook, target, values, io.env);
  const plan = await makePlan(
    runbook,
    target,
    { ...resolved.values, labels },
    await machineKey(join(stateRoot(io), 'key')),
  );
  refuseDestructiveChecks(plan);
  const [unmet] = await unmetRequirements(plan, io.env.PATH ?? '');
  if (unmet) throw new Failure('cannot-run', { message: unmet.message, where: runbook.file, action: unmet.action });
  return plan;
}

// The format promises that a check loses nothing; `resume` and the operator rely on it.
function refuseDestructiveChecks({ steps, runbook }: Plan): void {
  const found = steps.find((planned) => planned.step.kind === 'check' && isDestructive(planned));
  if (!found) return;
  throw new Failure('invalid', {
    message: `la vérification « ${found.step.id} » peut détruire : ${found.verdict.reasons[0]?.text ?? 'elle n’est pas comprise'}`,
    where: `${runbook.file}:${found.step.line}:1`,
    expected: 'une vérification qui ne fait que lire',
    action: `runbook explain ${runbook.file}#${found.step.id}`,
  });
}

function refuseUnknown(runbook: Runbook, given: ReadonlyMap<string, string>): void {
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

function missingValue(runbook: Runbook, variable: Variable, message: string): Failure {
  return new Failure('usage', {
    message,
    where: runbook.file,
    expected: `${variable.description} (${variable.type})`,
    action: variable.secret
      ? `décrivez la source de ${variable.name} dans « secrets » de la cible`
      : `--var ${variable.name}=VALEUR, ou « variables » de la cible`,
  });
}
