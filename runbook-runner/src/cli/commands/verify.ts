import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Runbook } from '../../parse/runbook.ts';
import { annotate } from '../../report/github.ts';
import { junitReport } from '../../report/junit.ts';
import type { RunReport } from '../../report/run-report.ts';
import { formatDuration, outcomeWords, plural } from '../../report/words.ts';
import { changeEphemeral } from '../../run/ephemeral.ts';
import { startRun } from '../../run/run.ts';
import type { Target } from '../../target/target.ts';
import { readArguments, readGivenValues } from '../arguments.ts';
import { askFirstChoice } from '../ask/first-choice.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { watchInterrupt } from '../interrupt.ts';
import { hasColor, type Io } from '../io.ts';
import { unattendedOperator } from '../operator/unattended.ts';
import { paint } from '../paint.ts';
import { preparePlan } from '../prepare-plan.ts';
import { InvalidDocument, loadRunbooks } from '../runbooks.ts';
import { stateRoot } from '../state-root.ts';
import { loadTargets, pickTarget } from '../targets.ts';
import { terminalView } from '../terminal/terminal-view.ts';

/** Executes runbooks on a disposable target, made anew before each, and compares with what their pages announce. */
export async function verify(words: readonly string[], io: Io): Promise<ExitStatus> {
  const { values, positionals } = readArguments('verify', words, {
    target: { type: 'string' },
    targets: { type: 'string' },
    var: { type: 'string', multiple: true },
    report: { type: 'string' },
  });
  const target = pickTarget(await loadTargets(values.targets, io), values.target);
  const all = await loadRunbooks([], io).catch(() => ({ runbooks: [] as readonly Runbook[], problems: [] }));
  const { runbooks, problems } = await loadRunbooks(positionals, io);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InvalidDocument(errors);
  const interrupt = watchInterrupt(io, (text) => void io.stdout.write(`${text}\n`));
  const verification: Verification = {
    target,
    known: [...runbooks, ...all.runbooks],
    given: readGivenValues('verify', values.var),
    interrupt,
    io,
  };
  try {
    await changeEphemeral(target, 'up', interrupt.now);
    const reports: RunReport[] = [];
    for (const runbook of runbooks) {
      if (interrupt.requested()) break;
      for (const report of await verifyOne(runbook, verification)) reports.push(fromHere(report, io));
    }
    if (values.report !== undefined) {
      await mkdir(values.report, { recursive: true });
      await writeFile(join(values.report, 'runbooks.junit.xml'), junitReport(reports));
    }
    if (io.env.GITHUB_ACTIONS === 'true') io.stdout.write(annotate(reports));
    return conclude(reports, interrupt.requested(), io);
  } finally {
    interrupt.end();
  }
}

/** CI knows the files by their path in the checkout; the journal keeps absolute ones. */
function fromHere(report: RunReport, io: Io): RunReport {
  return { ...report, runbook: { ...report.runbook, file: relative(io.cwd, report.runbook.file) } };
}

interface Verification {
  readonly target: Target;
  /** Where prerequisites are found by their identifier. */
  readonly known: readonly Runbook[];
  readonly given: ReadonlyMap<string, string>;
  readonly interrupt: ReturnType<typeof watchInterrupt>;
  readonly io: Io;
}

/** The reports of the prerequisites that did not succeed, then of the runbook itself. */
async function verifyOne(runbook: Runbook, verification: Verification): Promise<readonly RunReport[]> {
  await changeEphemeral(verification.target, 'reset', verification.interrupt.now);
  for (const id of runbook.requires.runbooks) {
    const before = verification.known.find((other) => other.id === id);
    if (!before) {
      throw new Failure('invalid', {
        message: `« ${runbook.id} » s’appuie sur le runbook « ${id} », qui n’existe pas`,
        where: runbook.file,
        expected: verification.known.map((other) => other.id).join(', '),
        action: 'corrigez « requires: runbooks: » dans l’en-tête',
      });
    }
    const report = await execute(before, verification);
    if (report.outcome !== 'succeeded') return [report];
  }
  return [await execute(runbook, verification)];
}

async function execute(runbook: Runbook, { target, given, interrupt, io }: Verification): Promise<RunReport> {
  const own = new Map([...given].filter(([name]) => runbook.variables.some((variable) => variable.name === name)));
  const plan = await preparePlan(runbook, target, own, askFirstChoice(io), io);
  return startRun(plan, {
    root: stateRoot(io),
    cwd: io.cwd,
    env: io.env,
    bash: 'bash',
    terminal: null,
    operator: unattendedOperator(target.name, { stopSurvivors: true }),
    view: terminalView(io, 'brief'),
    interrupt,
    clock: { now: () => new Date() },
  });
}

function conclude(reports: readonly RunReport[], interrupted: boolean, io: Io): ExitStatus {
  const { bold, red, green } = paint(hasColor(io, io.stdout));
  io.stdout.write('\n');
  for (const report of reports) {
    const mark = report.outcome === 'succeeded' ? green('✓') : red('✗');
    const time = formatDuration(Date.parse(report.endedAt) - Date.parse(report.startedAt));
    io.stdout.write(`${mark} ${report.runbook.id} : ${outcomeWords[report.outcome]} en ${time}\n`);
  }
  const failed = reports.filter(({ outcome }) => outcome !== 'succeeded').length;
  const executed = reports.flatMap(({ steps }) => steps).filter(({ status }) => status === 'succeeded').length;
  io.stdout.write(
    `${bold(`${plural(reports.length, 'runbook')}, ${plural(executed, 'étape exécutée', 'étapes exécutées')}, ${plural(failed, 'échec')}`)}\n`,
  );
  if (interrupted) return exitStatus.interrupted;
  if (executed === 0) {
    io.stdout.write(`${red('✗')} rien n’a été exécuté : ce n’est pas une réussite\n`);
    return exitStatus.failed;
  }
  if (failed === 0) return exitStatus.success;
  return reports.some(({ outcome }) => outcome === 'in-doubt') ? exitStatus.inDoubt : exitStatus.failed;
}
