import { join } from 'node:path';
import { unattendedOperator } from '../../runbook-runner/src/cli/operator/unattended.ts';
import { openMachine } from '../../runbook-runner/src/machine/open-machine.ts';
import { readRunbook } from '../../runbook-runner/src/parse/read-runbook.ts';
import { preparePlan } from '../../runbook-runner/src/plan/prepare-plan.ts';
import type { RunReport } from '../../runbook-runner/src/report/run-report.ts';
import { startRun } from '../../runbook-runner/src/run/start-run.ts';
import { readTargets } from '../../runbook-runner/src/targets/targets-file.ts';
import type { Place } from '../support/runbook-cli.ts';
import { silentView } from '../support/silent-view.ts';
import type { Archives } from './platform.ts';

/** Executes a page to its end as an operator does who passes over each check that fails; a step that fails stops the run. */
export async function runPastFailures(
  { folder, state, env }: Place,
  id: string,
  archives: Archives,
): Promise<PastFailures> {
  const { runbook } = await readRunbook(join(folder, 'content/runbooks', `${id}.md`));
  const [target] = (await readTargets(join(folder, 'targets.yaml'))).values();
  if (!runbook || !target) throw new Error(`${id} cannot be read`);
  const root = join(state, 'runbook');
  const around = { ...process.env, ...env };
  const machine = openMachine(target, { env: around, sessions: join(root, 'sessions') });
  const given = new Map(
    Object.entries(archives).filter(([asked]) => runbook.variables.some(({ name }) => name === asked)),
  );
  const plan = await preparePlan(runbook, target, given, { machine, env: around, root, ask: async () => null });

  const failures: Record<string, string> = {};
  const { outcome } = await startRun(plan, {
    root,
    cwd: folder,
    machine,
    terminal: null,
    operator: {
      ...unattendedOperator(target.name, { stopSurvivors: false, done: [], redo: [] }),
      async failed({ planned: { step }, tail }) {
        failures[step.id] = tail.join('\n');
        return step.kind === 'check' ? { kind: 'skip', reason: 'défaut connu' } : { kind: 'stop' };
      },
    },
    view: silentView,
    interrupt: { requested: () => false, now: new AbortController().signal },
    clock: { now: () => new Date() },
  });
  return { outcome, failures };
}

interface PastFailures {
  readonly outcome: RunReport['outcome'];
  /** The last lines of each check that failed, by its name. */
  readonly failures: Readonly<Record<string, string>>;
}
