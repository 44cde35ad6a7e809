import { hostname } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { ownName } from '../../disk/own-account.ts';
import { replaceFile } from '../../disk/replace-file.ts';
import { formatDuration } from '../../french/duration.ts';
import { plural } from '../../french/plural.ts';
import { headline } from '../../french/words.ts';
import type { Runbook } from '../../parse/runbook.ts';
import { annotate } from '../../report/github.ts';
import { jsonReport } from '../../report/json.ts';
import { junitReport } from '../../report/junit.ts';
import { paint } from '../../report/paint.ts';
import { reportOfVerification } from '../../report/report-of-runs.ts';
import type { RunReport } from '../../report/run-report.ts';
import { requireReportFolder } from '../../report/write-reports.ts';
import { verifyRunbooks } from '../../verify/verify-runbooks.ts';
import { readGivenValues } from '../arguments.ts';
import type { VerifyGiven } from '../catalogue.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import { watchInterrupt } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { machineOf } from '../machine.ts';
import { newRunRoot } from '../new-run-root.ts';
import { unattendedOperator } from '../operator/unattended.ts';
import { requireDeclared } from '../require-declared.ts';
import { InvalidDocument, loadRunbooks } from '../runbooks.ts';
import { loadTargets, pickTarget } from '../targets.ts';
import { terminalView } from '../terminal/terminal-view.ts';

/** Executes runbooks on a disposable target, made anew before each, and compares with what their pages announce. */
export async function verify({ values, positionals }: VerifyGiven, io: Io): Promise<ExitStatus> {
  const target = pickTarget(await loadTargets(values.targets, io), values.target);
  const all = await loadRunbooks([], io).catch(() => ({ runbooks: [] as readonly Runbook[], problems: [] }));
  const { runbooks, problems } = await loadRunbooks(positionals, io);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InvalidDocument(errors);
  const folder = values.report === undefined ? null : resolve(io.cwd, values.report);
  if (folder !== null) await requireReportFolder(folder, io.account.uid);
  const given = readGivenValues('verify', values.var);
  requireDeclared(given, runbooks);
  const now = (): string => new Date().toISOString();
  const startedAt = now();
  const root = newRunRoot(target, io);
  const interrupt = watchInterrupt(io, (text) => void io.stdout.write(`${text}\n`));
  try {
    const done = await verifyRunbooks(runbooks, {
      target,
      known: [...runbooks, ...all.runbooks],
      given,
      env: io.env,
      host: {
        root: root.folder,
        access: root.access,
        cwd: io.cwd,
        machine: machineOf(target, io),
        terminal: null,
        operator: unattendedOperator(target.name, { stopSurvivors: true, done: [], redo: [] }),
        view: terminalView(io, 'brief'),
        interrupt,
        clock: { now: () => new Date() },
      },
    });
    const reports = done.map((report) => fromHere(report, io));
    if (folder !== null) {
      replaceFile(join(folder, 'runbooks.junit.xml'), junitReport(reports));
      const facts = { target: target.name, host: hostname(), user: ownName(), startedAt, endedAt: now() };
      replaceFile(
        join(folder, 'runbooks.json'),
        jsonReport(reportOfVerification(reports, facts, interrupt.requested())),
      );
    }
    if (io.env.GITHUB_ACTIONS === 'true') io.stdout.write(annotate(reports));
    return conclude(reports, interrupt.requested() ? runbooks.length - reports.length : null, io);
  } finally {
    interrupt.end();
  }
}

/** CI knows the files by their path in the checkout; the journal keeps absolute ones. */
function fromHere(report: RunReport, io: Io): RunReport {
  return { ...report, runbook: { ...report.runbook, file: relative(io.cwd, report.runbook.file) } };
}

/** @param left how many an interruption left out; null: there was none. */
function conclude(reports: readonly RunReport[], left: number | null, io: Io): ExitStatus {
  const { bold, red, green } = paint(hasColor(io, io.stdout));
  io.stdout.write('\n');
  for (const report of reports) {
    const mark = report.outcome === 'succeeded' ? green('✓') : red('✗');
    const time = formatDuration(Date.parse(report.endedAt) - Date.parse(report.startedAt));
    io.stdout.write(`${mark} ${report.runbook.id} : ${headline(report)} en ${time}\n`);
  }
  const failed = reports.filter(({ outcome }) => outcome !== 'succeeded').length;
  const executed = reports.flatMap(({ steps }) => steps).filter(({ status }) => status === 'succeeded').length;
  io.stdout.write(
    `${bold(`${plural(reports.length, 'runbook')}, ${plural(executed, 'étape exécutée', 'étapes exécutées')}, ${plural(failed, 'échec')}`)}\n`,
  );
  if (left !== null) {
    if (left > 0)
      io.stdout.write(
        `${red('✗')} interrompue : ${plural(left, 'runbook n’a pas été vérifié', 'runbooks n’ont pas été vérifiés')}\n`,
      );
    return exitStatus.interrupted;
  }
  if (executed === 0) {
    io.stdout.write(`${red('✗')} rien n’a été exécuté : ce n’est pas une réussite\n`);
    return exitStatus.failed;
  }
  if (failed === 0) return exitStatus.success;
  return reports.some(({ outcome }) => outcome === 'in-doubt') ? exitStatus.inDoubt : exitStatus.failed;
}
