import { Failure } from '../../failure.ts';
import type { Plan } from '../../plan/plan.ts';
import { isDestructive } from '../../plan/plan.ts';
import { undoRun } from '../../run/start-run.ts';
import { usage } from '../arguments.ts';
import type { UndoGiven } from '../catalogue.ts';
import { conduct } from '../conduct.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import { requireSteps } from '../find-run.ts';
import type { Io } from '../io.ts';
import { findRecordedRun, planOf } from '../recorded-run.ts';

/** Takes back what a run did, by the undo steps that it recorded. */
export async function undo({ values, positionals }: UndoGiven, io: Io): Promise<ExitStatus> {
  const [runId, step = null, ...others] = positionals;
  if (runId === undefined || others.length > 0)
    throw usage('undo', 'il faut une exécution', 'son identifiant, puis l’étape jusqu’à laquelle défaire');
  const found = await findRecordedRun(runId, values.targets, io);
  const plan = await planOf(found, io);
  const { confirm, report, done, redo } = values;
  requireSteps([...done, ...redo], runId, found.state);
  const answers = {
    stopSurvivors: values['stop-survivors'],
    done: undosNamed(done, plan),
    redo: undosNamed(redo, plan),
  };
  let undone = false;
  const status = await conduct(
    plan,
    { root: () => found.paths.root, confirm, report, answers },
    io,
    async (host) => {
      const result = await undoRun(found.paths.runId, step, plan, host);
      undone =
        result.outcome === 'undone' ||
        (step !== null && result.outcome === 'stopped' && result.stopped?.cause === 'operator');
      return result;
    },
    [...plan.undos.values()].filter(isDestructive),
  );
  return undone ? exitStatus.success : status;
}

/**
 * The undo steps that were named, each by its own id or by that of the step that it takes back.
 * @throws Failure `usage` for a step that has none.
 */
function undosNamed(ids: readonly string[], { undos, runbook }: Plan): readonly string[] {
  const all = [...undos.values()];
  return ids.map((id) => {
    const undo = undos.get(id) ?? all.find(({ step }) => step.id === id);
    if (undo !== undefined) return undo.step.id;
    throw new Failure('usage', {
      message: `« ${id} » n’a pas d’annulation`,
      where: runbook.file,
      expected: [...undos.keys()].join(', ') || 'rien',
      action: 'nommez l’étape que cette annulation défait',
    });
  });
}
