import { resumeRun } from '../../run/start-run.ts';
import { usage } from '../arguments.ts';
import type { ResumeGiven } from '../catalogue.ts';
import { conduct } from '../conduct.ts';
import type { ExitStatus } from '../exit-status.ts';
import { requireSteps } from '../find-run.ts';
import type { Io } from '../io.ts';
import { findRecordedRun, planOf } from '../recorded-run.ts';

/** Goes on with a run that did not reach its end, on its own target and with its own values. */
export async function resume({ values, positionals }: ResumeGiven, io: Io): Promise<ExitStatus> {
  if (positionals.length > 1) throw usage('resume', 'une seule exécution à la fois', 'son identifiant');
  const found = await findRecordedRun(positionals[0], values.targets, io);
  const { runId } = found.paths;
  const plan = await planOf(found, io);
  const { confirm, report, done, redo } = values;
  requireSteps([...done, ...redo], runId, found.state);
  const options = {
    root: () => found.paths.root,
    confirm,
    report,
    answers: { stopSurvivors: values['stop-survivors'], done, redo },
  };
  return conduct(plan, options, io, (host) => resumeRun(runId, plan, host));
}
