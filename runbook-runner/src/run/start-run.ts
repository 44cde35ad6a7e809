import { randomBytes } from 'node:crypto';
import { makeFolder } from '../disk/access.ts';
import { createJournal, openJournal, readJournal } from '../journal/open.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { RunState } from '../journal/replay.ts';
import { replay } from '../journal/replay.ts';
import { requireRunKept } from '../journal/require-run-kept.ts';
import type { RunPaths } from '../journal/runs.ts';
import { newRunId, runPaths } from '../journal/runs.ts';
import type { Journal } from '../journal/writer.ts';
import type { HeldLock } from '../machine/machine.ts';
import type { Needles } from '../mask/needles.ts';
import { textOfValue } from '../parse/variable-value.ts';
import type { Plan } from '../plan/plan.ts';
import { allSecrets } from '../plan/values.ts';
import type { RunReport } from '../report/run-report.ts';
import { runReport } from '../report/run-report.ts';
import { version } from '../version.ts';
import type { RunContext } from './context.ts';
import { holdRun } from './hold-run.ts';
import type { RunHost } from './host.ts';
import { instant, rootOf } from './host.ts';
import { lockTarget } from './lock-target.ts';
import { withLostProcesses } from './lost-processes.ts';
import type { Outcome } from './outcome.ts';
import { protectedSecrets, withoutSecrets } from './protect-secrets.ts';
import { ending, runStarted } from './records.ts';
import { pageChanged, refuseOtherTarget } from './refuse-stale.ts';
import { takeSteps } from './take-steps.ts';
import { takeBack, undosOf } from './undo.ts';

/** Executes a plan from its beginning. Throws a Failure when it may not or cannot begin; nothing has run then. */
export async function startRun(plan: Plan, host: RunHost): Promise<RunReport> {
  const needles = protectedSecrets(plan, host.view);
  const runId = newRunId(host.clock.now(), randomBytes(6));
  const lock = await lockTarget(plan, host, { runId, begun: false });
  try {
    const paths = runPaths(rootOf(host), runId);
    const journal = createJournal(paths.journal, runStarted(plan, runId, host), paths.root.access);
    let letGo: (() => void) | null = null;
    try {
      letGo = await holdRun(paths);
      lock?.begin();
      const { variables } = plan.values;
      journal.append({
        type: 'values',
        at: instant(host),
        values: Object.fromEntries([...variables].map(([name, value]) => [name, textOfValue(value)])),
        secrets: [...allSecrets(plan.values).keys()],
      });
      return await proceed({ plan, host, paths, journal, lock, needles, unseenAccount: null }, takeSteps, false);
    } finally {
      journal.close();
      letGo?.();
    }
  } finally {
    await lock?.release();
  }
}

/** Goes on with the run `runId` where its journal says it stands. Throws a Failure as `startRun`, and `refused` for another target. */
export function resumeRun(runId: string, plan: Plan, host: RunHost): Promise<RunReport> {
  return reopen(runId, plan, host, takeSteps, () => undefined);
}

/**
 * Takes back what the run `runId` did, the last step first: all of it, or down to the step `downTo`. Throws as `resumeRun`.
 */
export function undoRun(runId: string, downTo: string | null, plan: Plan, host: RunHost): Promise<RunReport> {
  const work: Work = (context, state) => takeBack(context, state, downTo);
  return reopen(runId, plan, host, work, (state) => undosOf(plan, state, downTo));
}

/** @param refuse throws when there is nothing to go on with, before the run is opened again. */
async function reopen(
  runId: string,
  plan: Plan,
  host: RunHost,
  work: Work,
  refuse: (state: RunState) => void,
): Promise<RunReport> {
  const needles = protectedSecrets(plan, host.view);
  const lock = await lockTarget(plan, host, { runId, begun: true });
  let letGo: (() => void) | null = null;
  try {
    const paths = runPaths(rootOf(host), runId);
    letGo = await holdRun(paths);
    requireRunKept(paths);
    const journal = openJournal(paths.journal, { at: instant(host) });
    try {
      for (const warning of journal.warnings) host.view.note(warning);
      const [run] = journal.records;
      refuseOtherTarget(plan, run);
      refuse(replay(journal.records));
      const changed = pageChanged(run);
      if (changed !== null) host.view.note(changed);
      const { host: name, user } = plan.identity;
      journal.append({
        type: 'run-resumed',
        at: instant(host),
        toolVersion: version,
        bootId: host.machine.bootId(),
        host: name,
        user,
      });
      lock?.begin();
      const unseenAccount = unseen(lastOperator(journal.records), user);
      return await proceed({ plan, host, paths, journal, lock, needles, unseenAccount }, work, true);
    } finally {
      journal.close();
    }
  } finally {
    letGo?.();
    await lock?.release();
  }
}

/** Who had the run before this runner. */
function lastOperator(records: readonly JournalRecord[]): string | null {
  const last = records.findLast((record) => record.type === 'run-started' || record.type === 'run-resumed');
  return last?.user ?? null;
}

/** Root sees the processes of all. */
function unseen(before: string | null, now: string): string | null {
  return before === now || /^root\b/.test(now) ? null : before;
}

/** Goes through the steps, one way or the other, from where the journal says the run stands. */
type Work = (context: RunContext, state: RunState) => Promise<Outcome>;

/** What is open while a run goes on. */
interface OpenRun {
  readonly plan: Plan;
  readonly host: RunHost;
  readonly paths: RunPaths;
  readonly journal: Journal;
  readonly lock: HeldLock | null;
  readonly needles: Needles;
  readonly unseenAccount: string | null;
}

async function proceed(
  { plan, host, paths, journal: written, lock, needles, unseenAccount }: OpenRun,
  work: Work,
  resumed: boolean,
): Promise<RunReport> {
  const { access } = paths.root;
  makeFolder(paths.logs, access);
  const { machine, operator, view, interrupt, clock, terminal } = host;
  const journal = withoutSecrets(written, needles);
  const { variables, secrets, serviceValues, serviceSecrets } = plan.values;
  const session = await machine.openSession({
    folder: paths.folder,
    access,
    cwd: plan.identity.cwd,
    variables,
    secrets,
    serviceValues,
    serviceSecrets,
  });
  try {
    const context: RunContext = {
      plan,
      machine,
      session,
      journal,
      needles,
      operator,
      view,
      user: plan.identity.user,
      logFolder: paths.logs,
      access,
      unseenAccount,
      interrupt,
      clock,
      holdsLock: () => lock === null || lock.isCurrent(),
      terminal,
    };
    view.runBegan(plan, paths.runId, resumed);
    const state = await withLostProcesses(replay(readJournal(paths.journal).records), machine, paths.folder);
    const outcome = await work(context, state);
    for (const record of ending(outcome, instant(host))) journal.append(record);
    return runReport(readJournal(paths.journal).records);
  } finally {
    await session.close();
  }
}
