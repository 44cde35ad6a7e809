import { preparePlan } from '../../plan/prepare-plan.ts';
import { servicesCalledBy } from '../../plan/services-called.ts';
import { readGivenValues, usage } from '../arguments.ts';
import type { PlanGiven } from '../catalogue.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { planHost } from '../machine.ts';
import { loadRunbook } from '../runbooks.ts';
import { loadTargets, pickTarget } from '../targets.ts';
import { formatPlan, jsonPlan } from '../terminal/plan-text.ts';
import { columnsOf } from '../terminal/wrap.ts';

/** Everything that would be executed, resolved; nothing is. */
export async function plan({ values, positionals }: PlanGiven, io: Io): Promise<ExitStatus> {
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0)
    throw usage('plan', 'il faut un runbook', 'un fichier ou un identifiant');
  const runbook = await loadRunbook(name, io);
  const target = pickTarget(await loadTargets(values.targets, io), values.target);
  const resolved = await preparePlan(runbook, target, readGivenValues('plan', values.var), await planHost(target, io));
  io.stdout.write(
    values.format === 'json'
      ? jsonPlan(resolved)
      : formatPlan(resolved, await servicesCalledBy(runbook, target), hasColor(io, io.stdout), columnsOf(io.stdout)),
  );
  return exitStatus.success;
}
