import { Failure } from '../../failure.ts';
import { listedStep } from '../../french/step-name.ts';
import { operatorName } from '../../machine/operator-name.ts';
import { nameOfStep } from '../../report/name-of-step.ts';
import { paint } from '../../report/paint.ts';
import type { RunReport } from '../../report/run-report.ts';
import { runReport } from '../../report/run-report.ts';
import { allVisible } from '../../report/visible.ts';
import { abandonRun } from '../../run/abandon-run.ts';
import { usage } from '../arguments.ts';
import type { AbandonGiven } from '../catalogue.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { hasColor, isInteractive } from '../io.ts';
import { machineOf } from '../machine.ts';
import { findRecordedRun } from '../recorded-run.ts';

/** Closes for good a run that will not be resumed, and says what it leaves. */
export async function abandon({ values, positionals }: AbandonGiven, io: Io): Promise<ExitStatus> {
  if (positionals.length > 1) throw usage('abandon', 'une seule exécution à la fois', 'son identifiant');
  const { paths, state, records, warnings, target } = await findRecordedRun(
    positionals[0],
    values.targets,
    io,
    'damage',
  );
  const { runId } = paths;
  for (const line of [
    ...whatIsLeft(allVisible(runReport(records)), hasColor(io, io.stdout)),
    ...allVisible(warnings),
  ]) {
    io.stdout.write(`${line}\n`);
  }
  const { confirmed, reason } = await confirmation(runId, values, io);
  if (!confirmed) {
    throw new Failure('refused', {
      message: `l’exécution ${runId} n’est pas abandonnée : son identifiant ou sa raison n’a pas été donné`,
      expected: `--confirm ${runId} --reason "…"`,
      action: 'regardez la cible, puis confirmez l’abandon par l’identifiant et sa raison',
    });
  }
  await abandonRun({ paths, state, machine: machineOf(target, io), by: operatorName(io.env), reason, now: new Date() });
  io.stdout.write(`L’exécution ${runId} est abandonnée.\n`);
  return exitStatus.success;
}

function whatIsLeft(report: RunReport, color: boolean): readonly string[] {
  const { bold, red } = paint(color);
  const named = (status: string): string =>
    report.steps.flatMap((step) => (step.status === status ? [listedStep(step)] : [])).join(', ');
  const rows: readonly (readonly [string, string])[] = [
    ['fait', named('succeeded')],
    ['échoué', named('failed')],
    ['en doute', red(named('in-doubt'))],
    [
      'reste en place (une étape d’annulation existe)',
      report.leftInPlace.map((id) => nameOfStep(report, id)).join(', '),
    ],
  ];
  return [
    bold(`${report.runbook.title}, sur « ${report.target} » : ${report.runId}`),
    ...rows.flatMap(([what, steps]) => (steps === '' || steps === red('') ? [] : [`  ${what} : ${steps}`])),
  ];
}

async function confirmation(
  runId: string,
  { confirm, reason }: AbandonGiven['values'],
  io: Io,
): Promise<{ readonly confirmed: boolean; readonly reason: string }> {
  if (confirm !== undefined) return { confirmed: confirm === runId && !!reason?.trim(), reason: reason ?? '' };
  if (!isInteractive(io)) return { confirmed: false, reason: '' };
  const { askText } = await import('../ask/text.ts');
  const typed = await askText(io, `Elle ne pourra plus être reprise ni défaite. Tapez son identifiant (${runId})`);
  if (typed !== runId) return { confirmed: false, reason: '' };
  const why = reason ?? (await askText(io, 'Pourquoi ? (la raison est écrite au journal)'));
  return { confirmed: !!why, reason: why ?? '' };
}
