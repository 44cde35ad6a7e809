import { recordedRunbook } from '../../journal/recorded-runbook.ts';
import { isDestructive } from '../../plan/plan.ts';
import { preparePlan } from '../../plan/prepare-plan.ts';
import { undoRun } from '../../run/start-run.ts';
import { usage } from '../arguments.ts';
import { askNobody } from '../ask/nobody.ts';
import type { UndoGiven } from '../catalogue.ts';
import { conduct } from '../conduct.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import { findRun } from '../find-run.ts';
import type { Io } from '../io.ts';
import { planHost } from '../machine.ts';
import { loadTargets, pickTarget } from '../targets.ts';

/** Takes back what a run did, by the undo steps that it recorded. */
export async function undo({ values, positionals }: UndoGiven, io: Io): Promise<ExitStatus> {
  const [given, step = null, ...others] = positionals;
  if (given === undefined || others.length > 0)
    throw usage('undo', 'il faut une exécution', 'son identifiant, puis l’étape jusqu’à laquelle défaire');
  const { paths, state } = await findRun(given, io);
  const { target: pinned } = state.run;
  const target = pickTarget(await loadTargets(values.targets ?? pinned.identity.targets, io), pinned.name);
  const host = { ...(await planHost(target, io)), ask: askNobody };
  const plan = await preparePlan(recordedRunbook(state.run), target, new Map(Object.entries(state.values)), host);
  const { confirm, report } = values;
  const answers = { stopSurvivors: values['stop-survivors'], done: [], redo: [] };
  let undone = false;
  const status = await conduct(
    plan,
    { confirm, report, answers },
    io,
    async (host) => {
      const result = await undoRun(paths.runId, step, plan, host);
      undone =
        result.outcome === 'undone' ||
        (step !== null && result.outcome === 'stopped' && result.stopped?.cause === 'operator');
      return result;
    },
    [...plan.undos.values()].filter(isDestructive),
  );
  return undone ? exitStatus.success : status;
}
