import { Failure } from '../../failure.ts';
import { recordedRunbook } from '../../journal/recorded-runbook.ts';
import type { RunState } from '../../journal/replay.ts';
import { suggest } from '../../parse/nearest.ts';
import { preparePlan } from '../../plan/prepare-plan.ts';
import { resumeRun } from '../../run/start-run.ts';
import { usage } from '../arguments.ts';
import { askNobody } from '../ask/nobody.ts';
import type { ResumeGiven } from '../catalogue.ts';
import { conduct } from '../conduct.ts';
import type { ExitStatus } from '../exit-status.ts';
import { findRun } from '../find-run.ts';
import type { Io } from '../io.ts';
import { planHost } from '../machine.ts';
import { loadTargets, pickTarget } from '../targets.ts';

/** Goes on with a run that did not reach its end, on its own target and with its own values. */
export async function resume({ values, positionals }: ResumeGiven, io: Io): Promise<ExitStatus> {
  if (positionals.length > 1) throw usage('resume', 'une seule exécution à la fois', 'son identifiant');
  const { paths, state } = await findRun(positionals[0], io);
  const { runId } = paths;
  const { target: pinned } = state.run;
  const targetsFile = values.targets ?? pinned.identity.targets;
  const target = pickTarget(await loadTargets(targetsFile, io), pinned.name);
  const host = { ...(await planHost(target, io)), ask: askNobody };
  const plan = await preparePlan(recordedRunbook(state.run), target, new Map(Object.entries(state.values)), host);
  const { confirm, report, done, redo } = values;
  for (const id of [...done, ...redo]) requireStep(id, runId, state);
  const options = { confirm, report, answers: { stopSurvivors: values['stop-survivors'], done, redo } };
  return conduct(plan, options, io, (host) => resumeRun(runId, plan, host));
}

function requireStep(id: string, runId: string, { steps }: RunState): void {
  if (steps.has(id)) return;
  throw new Failure('usage', {
    message: `l’exécution ${runId} n’a pas d’étape « ${id} »`,
    expected: [...steps.keys()].join(', '),
    action: suggest(id, [...steps.keys()]),
  });
}
