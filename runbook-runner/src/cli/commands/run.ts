import { preparePlan } from '../../plan/prepare-plan.ts';
import { servicesCalledBy } from '../../plan/services-called.ts';
import { startRun } from '../../run/start-run.ts';
import { readGivenValues, usage } from '../arguments.ts';
import type { RunGiven } from '../catalogue.ts';
import { conduct } from '../conduct.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { planHost } from '../machine.ts';
import { newRunRoot } from '../new-run-root.ts';
import { loadRunbook } from '../runbooks.ts';
import { loadTargets, pickTarget } from '../targets.ts';
import { formatPlan } from '../terminal/plan-text.ts';
import { columnsOf } from '../terminal/wrap.ts';

/** Executes a runbook on a target. */
export async function run({ values, positionals }: RunGiven, io: Io): Promise<ExitStatus> {
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) throw usage('run', 'il faut un runbook', 'un fichier ou un identifiant');
  const runbook = await loadRunbook(name, io);
  const target = pickTarget(await loadTargets(values.targets, io), values.target);
  const plan = await preparePlan(runbook, target, readGivenValues('run', values.var), await planHost(target, io));
  if (values['dry-run']) {
    io.stdout.write(
      formatPlan(plan, await servicesCalledBy(runbook, target), hasColor(io, io.stdout), columnsOf(io.stdout)),
    );
    return exitStatus.success;
  }
  const options = {
    root: () => newRunRoot(target, io),
    confirm: values.confirm,
    report: values.report,
    answers: { stopSurvivors: false, done: [], redo: [] },
  };
  return conduct(plan, options, io, (host) => startRun(plan, host));
}
