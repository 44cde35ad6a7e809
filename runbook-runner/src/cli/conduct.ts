import { resolve } from 'node:path';
import { systemCause } from '../disk/cause.ts';
import { Failure } from '../failure.ts';
import { listedStep } from '../french/step-name.ts';
import type { RunRoot } from '../journal/runs.ts';
import { runPaths } from '../journal/runs.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import { isDestructive } from '../plan/plan.ts';
import type { RunReport } from '../report/run-report.ts';
import { requireReportFolder, writeReports } from '../report/write-reports.ts';
import type { RunHost } from '../run/host.ts';
import type { ExitStatus } from './exit-status.ts';
import { exitStatus } from './exit-status.ts';
import { watchInterrupt } from './interrupt.ts';
import type { Io } from './io.ts';
import { hasColor, isInteractive } from './io.ts';
import { machineOf } from './machine.ts';
import type { UnattendedAnswers } from './operator/unattended.ts';
import { unattendedOperator } from './operator/unattended.ts';
import { knownRoots, tellLeftOut } from './run-roots.ts';
import { formatSummary } from './terminal/summary.ts';
import { terminalView } from './terminal/terminal-view.ts';
import { columnsOf } from './terminal/wrap.ts';

/** What `run`, `resume` and `undo` share of the command line. */
export interface RunOptions {
  /** Where the run is, or will be, kept; asked once it may begin. */
  readonly root: () => RunRoot;
  readonly confirm: string | undefined;
  readonly report: string | undefined;
  readonly answers: UnattendedAnswers;
}

/**
 * Runs `go` with an operator: the person at the terminal, or what `--confirm` said beforehand. Then says what happened.
 * @throws Failure `refused` before anything runs when a destructive plan can be confirmed by nobody.
 */
export async function conduct(
  plan: Plan,
  options: RunOptions,
  io: Io,
  go: (host: RunHost) => Promise<RunReport>,
  /** What may be executed that destroys. */
  destructive: readonly PlannedStep[] = plan.steps.filter(isDestructive),
): Promise<ExitStatus> {
  refuseUnconfirmed(plan, destructive, options.confirm, io);
  const reports = options.report === undefined ? null : resolve(io.cwd, options.report);
  if (reports !== null) await requireReportFolder(reports, io.account.uid);
  const root = options.root();
  const known = knownRoots(io);
  tellLeftOut(known, io);
  const guided = isInteractive(io) && options.confirm === undefined;
  const view = terminalView(io, guided ? 'full' : 'brief');
  const interrupt = watchInterrupt(io, (text) => view.note(text));
  try {
    const operator = guided
      ? (await import('./operator/guided.ts')).guidedOperator(io, interrupt.now, plan)
      : unattendedOperator(options.confirm ?? null, options.answers);
    const clock = { now: () => new Date() };
    const report = await go({
      root: root.folder,
      access: root.access,
      otherRoots: known.roots.filter(({ folder }) => folder !== root.folder),
      cwd: io.cwd,
      machine: machineOf(plan.target, io),
      terminal: guided ? ([0, 1, 2] as const) : null,
      operator,
      view,
      interrupt,
      clock,
    });
    const { folder, journal } = runPaths(root, report.runId);
    const where = await writeReports(report, folder, 'rapport', root.access).then(
      (file) => `rapport : ${file}`,
      (error: unknown) => `le rapport n’a pas pu être écrit (${systemCause(error)}) ; tout est dans ${journal}`,
    );
    io.stdout.write(formatSummary(report, where, hasColor(io, io.stdout), columnsOf(io.stdout)));
    if (reports !== null) await writeReports(report, reports, report.runbook.id);
    return statusOf(report);
  } finally {
    interrupt.end();
  }
}

function refuseUnconfirmed(plan: Plan, destructive: readonly PlannedStep[], confirm: string | undefined, io: Io): void {
  const { target } = plan;
  if (confirm !== undefined && confirm !== target.name) {
    throw new Failure('refused', {
      message: `« --confirm ${confirm} » ne nomme pas la cible`,
      expected: `--confirm ${target.name}`,
      action: 'relisez le plan (runbook plan), puis confirmez la cible par son nom',
    });
  }
  if (destructive.length === 0 || (isInteractive(io) && confirm === undefined)) return;
  const steps = destructive.map(({ step }) => listedStep(step)).join(', ');
  if (confirm === undefined) {
    throw new Failure('refused', {
      message: `ce runbook a des étapes destructives (${steps}), et personne n’est au terminal pour les confirmer`,
      where: plan.runbook.file,
      expected: `--confirm ${target.name}`,
      action: 'lancez-le dans un terminal, ou confirmez la cible par son nom',
    });
  }
  if (target.protected) {
    throw new Failure('refused', {
      message: `la cible « ${target.name} » est protégée : ses étapes destructives (${steps}) se confirment dans un terminal`,
      where: target.file,
      action: 'lancez ce runbook dans un terminal, sans --confirm',
    });
  }
}

function statusOf(report: RunReport): ExitStatus {
  switch (report.outcome) {
    case 'succeeded':
      // Every step skipped: nothing was executed, and that is no success.
      if (!report.steps.some(({ status }) => status === 'succeeded')) return exitStatus.failed;
      return report.unproven.length > 0 ? exitStatus.unproven : exitStatus.success;
    case 'undone':
    case 'failed':
      return report.stopped?.cause === 'could-not-run' ? exitStatus.couldNotRun : exitStatus.failed;
    case 'stopped':
      return report.stopped?.cause === 'refused' ? exitStatus.refused : exitStatus.interrupted;
    case 'in-doubt':
    case 'unfinished':
    case 'abandoned':
      return exitStatus.inDoubt;
    case 'interrupted':
      return exitStatus.interrupted;
  }
}
