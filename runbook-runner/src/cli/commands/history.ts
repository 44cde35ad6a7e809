import { formatDuration } from '../../french/duration.ts';
import { plural } from '../../french/plural.ts';
import { headline } from '../../french/words.ts';
import { jsonText } from '../../report/json.ts';
import type { KnownRun, ReadRun, UnreadRun } from '../../report/known-runs.ts';
import { knownRuns } from '../../report/known-runs.ts';
import { paint } from '../../report/paint.ts';
import { reportOfRun } from '../../report/report-of-runs.ts';
import { allVisible } from '../../report/visible.ts';
import { usage } from '../arguments.ts';
import type { HistoryGiven } from '../catalogue.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import { readInstant } from '../instant.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { outcomes } from '../options.ts';
import { purgeRuns } from '../purge-runs.ts';
import { knownRoots, tellLeftOut } from '../run-roots.ts';

/** The runs of this account and of the targets it operates, the last first, each journal read whole: one that cannot be is named, never left out. */
export async function history({ values, positionals }: HistoryGiven, io: Io): Promise<ExitStatus> {
  if (positionals.length > 0) throw usage('history', 'aucun mot après la commande', 'des options seulement');
  const { confirm, format } = values;
  const limit = values['purge-before'];
  if (confirm !== undefined && limit === undefined)
    throw usage('history', 'il n’y a rien à confirmer', '--confirm avec --purge-before');
  const now = new Date();
  const known = knownRoots(io);
  tellLeftOut(known, io);
  const all = knownRuns(known.roots);
  const shown = all.filter(filterOf(values, now));
  if (limit !== undefined) {
    await purgeRuns(shown, { limit, confirm, roots: known.roots, own: known.own, now }, io);
    return statusOf(all);
  }
  if (format === 'json') io.stdout.write(`${jsonText(shown.map(toJson), 2)}\n`);
  else write(shown, io);
  return statusOf(all);
}

/** A journal that is not read may be of any target, runbook or result: only its date is known. */
function filterOf(values: HistoryGiven['values'], now: Date): (run: KnownRun) => boolean {
  const { target, runbook, result } = values;
  if (result !== undefined && !outcomes.includes(result))
    throw usage('history', `résultat inconnu « ${result} »`, outcomes.join(', '));
  const since = values.since === undefined ? null : readInstant('history', 'since', values.since, now);
  return ({ report, startedAt }) =>
    (since === null || Date.parse(startedAt) >= since.getTime()) &&
    (report === null ||
      ((target === undefined || report.target === target) &&
        (runbook === undefined || report.runbook.id === runbook) &&
        (result === undefined || report.outcome === result)));
}

function statusOf(runs: readonly KnownRun[]): ExitStatus {
  const unread = runs.flatMap((run) => (run.report === null ? [run.kind] : []));
  if (unread.includes('damaged')) return exitStatus.inDoubt;
  return unread.length > 0 ? exitStatus.couldNotRun : exitStatus.success;
}

function toJson(run: KnownRun) {
  const { startedAt, paths } = run;
  const { runId } = paths;
  if (run.report === null) return { runId, startedAt, report: null, problem: run.problem, outputsPurgedAt: null };
  const report = reportOfRun(run.report);
  return { runId, startedAt, report, problem: null, outputsPurgedAt: run.purge?.at ?? null };
}

function write(runs: readonly KnownRun[], io: Io): void {
  const { red, dim } = paint(hasColor(io, io.stdout));
  for (const run of allVisible(runs)) {
    const text = run.report === null ? `${red(WORDS[run.kind][0])} ${dim(run.problem)}` : describe(run);
    io.stdout.write(`${run.paths.runId}  ${text}\n`);
  }
  const counts = Object.entries(WORDS).flatMap(([kind, words]) => {
    const count = runs.filter((run) => run.report === null && run.kind === kind).length;
    return count === 0 ? [] : [plural(count, ...words)];
  });
  io.stdout.write(`${[plural(runs.length, 'exécution'), ...counts].join(', ')}\n`);
}

const WORDS: Readonly<Record<UnreadRun['kind'], readonly [one: string, several: string]>> = {
  damaged: ['journal endommagé', 'journaux endommagés'],
  unreadable: ['journal illisible', 'journaux illisibles'],
};

function describe({ report, purge }: ReadRun): string {
  const time = formatDuration(Date.parse(report.endedAt) - Date.parse(report.startedAt));
  const purged = purge === null ? '' : `, sorties effacées le ${purge.at.slice(0, 10)}`;
  return `${report.runbook.id} sur ${report.target}, par ${whose(report)} : ${endOf(report)} en ${time}${purged}`;
}

/** Of one that was closed for good, who did it and why besides. */
function endOf(report: ReadRun['report']): string {
  const { abandoned } = report;
  if (abandoned === null) return headline(report);
  return `${headline(report)} par ${abandoned.by} (${abandoned.reason.replaceAll('\n', ' ')})`;
}

/** Who began it, and who went on with it. */
function whose({ user, resumed }: ReadRun['report']): string {
  const others = [...new Set(resumed.map(({ by }) => by))].filter((by) => by !== user);
  return [user, ...(others.length > 0 ? [`reprise par ${others.join(', ')}`] : [])].join(', ');
}
