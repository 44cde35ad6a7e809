import { Failure } from '../../failure.ts';
import { readJournal } from '../../journal/open.ts';
import type { RunState } from '../../journal/replay.ts';
import { replay } from '../../journal/replay.ts';
import type { RunPaths } from '../../journal/runs.ts';
import { isRunId, listRuns, runPaths } from '../../journal/runs.ts';
import { suggest } from '../../parse/nearest.ts';
import { preparePlan } from '../../plan/prepare-plan.ts';
import { resumeRun } from '../../run/start-run.ts';
import { usage } from '../arguments.ts';
import { askNobody } from '../ask/nobody.ts';
import type { ResumeGiven } from '../catalogue.ts';
import { conduct } from '../conduct.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { planHost } from '../machine.ts';
import { loadRunbook } from '../runbooks.ts';
import { stateRoot } from '../state-root.ts';
import { loadTargets, pickTarget } from '../targets.ts';

/** Goes on with a run that did not reach its end, on its own target and with its own values. */
export async function resume({ values, positionals }: ResumeGiven, io: Io): Promise<ExitStatus> {
  if (positionals.length > 1) throw usage('resume', 'une seule exécution à la fois', 'son identifiant');
  const { runId, journal } = findRun(positionals[0], io);
  const state = replay(readJournal(journal).records);
  if (state.end.kind === 'finished' && state.end.finished.outcome === 'succeeded') {
    throw new Failure('usage', { message: `l’exécution ${runId} est allée à son terme`, action: 'runbook list' });
  }
  const { runbook: origin, target: pinned } = state.run;
  const targetsFile = values.targets ?? pinned.identity.targets;
  const target = pickTarget(await loadTargets(targetsFile, io), pinned.name);
  const runbook = await loadRunbook(origin.file, io);
  const host = { ...(await planHost(target, io)), ask: askNobody };
  const plan = await preparePlan(runbook, target, new Map(Object.entries(state.values)), host);
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

function findRun(given: string | undefined, io: Io): RunPaths {
  const root = stateRoot(io);
  if (given !== undefined) {
    const known = isRunId(given) && listRuns(root).some(({ runId }) => runId === given);
    if (known) return runPaths(root, given);
    throw new Failure('usage', {
      message: `aucune exécution ne s’appelle « ${given} »`,
      where: root,
      action: 'runbook list',
    });
  }
  const open = listRuns(root).find(({ journal }) => isOpen(journal));
  if (open) return open;
  throw new Failure('usage', {
    message: 'aucune exécution n’attend d’être reprise',
    where: root,
    action: 'runbook list',
  });
}

function isOpen(journal: string): boolean {
  try {
    const { end } = replay(readJournal(journal).records);
    return end.kind !== 'finished' || end.finished.outcome !== 'succeeded';
  } catch {
    return false;
  }
}
