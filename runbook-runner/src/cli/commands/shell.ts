import { Failure } from '../../failure.ts';
import type { VariableValue } from '../../parse/runbook.ts';
import { preparePlan } from '../../plan/prepare-plan.ts';
import { readServiceSecrets } from '../../plan/service-secrets.ts';
import { callableNames } from '../../targets/group.ts';
import { readVariable } from '../../targets/sources.ts';
import type { Target } from '../../targets/target.ts';
import { readGivenValues, usage } from '../arguments.ts';
import type { ShellGiven } from '../catalogue.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { isInteractive } from '../io.ts';
import { planHost } from '../machine.ts';
import { loadRunbook } from '../runbooks.ts';
import { loadTargets, pickTarget } from '../targets.ts';

/** An interactive shell on a target: the place to paste commands of the page. */
export async function shell({ values, positionals }: ShellGiven, io: Io): Promise<ExitStatus> {
  if (!isInteractive(io)) throw usage('shell', 'il faut un terminal', 'un terminal interactif');
  const target = pickTarget(await loadTargets(values.targets, io), values.target ?? positionals[0]);
  const host = await planHost(target, io);
  const given = readGivenValues('shell', values.var);
  const variables = new Map<string, VariableValue>();
  const secrets = new Map<string, string>();
  let serviceValues: ReadonlyMap<string, string> = new Map();
  let serviceSecrets: ReadonlyMap<string, string>;
  if (values.runbook === undefined) {
    const { given: stepEnv } = host.machine.environment;
    for (const [name, source] of target.variables)
      variables.set(name, await readVariable(name, source, target, io.env, { env: stepEnv }));
    for (const [name, value] of given) variables.set(name, value);
    refuseEmpty(variables, target);
    serviceSecrets = await readServiceSecrets(new Set(), target, secrets, io.env);
  } else {
    const runbook = await loadRunbook(values.runbook, io);
    const plan = await preparePlan(runbook, target, given, host);
    for (const [name, value] of plan.values.variables) variables.set(name, value);
    for (const [name, value] of plan.values.secrets) secrets.set(name, value);
    ({ serviceValues, serviceSecrets } = plan.values);
  }
  const { cwd } = await host.machine.identity();
  const session = await host.machine.openSession({
    folder: null,
    cwd,
    variables,
    secrets,
    serviceValues,
    serviceSecrets,
  });
  try {
    const names = [...callableNames(target)].map((name) => `@${name}`).join(', ');
    io.stdout.write(`Shell sur « ${target.name} ». Services : ${names || 'aucun'}. « exit » pour en sortir.\n`);
    await session.shell([0, 1, 2], { signal: new AbortController().signal, onStarted: async () => undefined });
    return exitStatus.success;
  } finally {
    await session.close();
  }
}

/** What would be typed there may be `cd "$FOLDER"` or `rm -r "$FOLDER"/*`, as in a step, to which no empty value goes. */
function refuseEmpty(variables: ReadonlyMap<string, VariableValue>, target: Target): void {
  for (const [name, value] of variables) {
    if (value.length > 0) continue;
    throw new Failure('usage', {
      message: `${name} : la valeur est vide`,
      where: target.file,
      expected: 'une valeur, de la cible ou de --var',
      action: 'corrigez ce que rend la source de cette valeur, ou retirez-la',
    });
  }
}
