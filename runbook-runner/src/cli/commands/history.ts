import { formatDuration } from '../../french/duration.ts';
import { plural } from '../../french/plural.ts';
import { headline } from '../../french/words.ts';
import { JournalError } from '../../journal/journal-error.ts';
import { readJournal } from '../../journal/open.ts';
import type { RunPaths } from '../../journal/runs.ts';
import { listRuns } from '../../journal/runs.ts';
import { paint } from '../../report/paint.ts';
import type { RunReport } from '../../report/run-report.ts';
import { runReport } from '../../report/run-report.ts';
import { usage } from '../arguments.ts';
import type { HistoryGiven } from '../catalogue.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { stateRoot } from '../state-root.ts';

/** Every run of this account, the last first, each journal read whole: a damaged one is named, never left out. */
export async function history({ values, positionals }: HistoryGiven, io: Io): Promise<ExitStatus> {
  if (positionals.length > 0) throw usage('history', 'aucun mot après la commande', 'des options seulement');
  const all = listRuns(stateRoot(io))
    .map(readRun)
    .toSorted((a, b) => Number(b.startedAt > a.startedAt) - Number(b.startedAt < a.startedAt));
  const shown = all.filter(
    ({ report }) => report === null || values.target === undefined || report.target === values.target,
  );
  const damaged = all.filter(({ report }) => report === null).length;
  if (values.format === 'json') io.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  else {
    const { red, dim } = paint(hasColor(io, io.stdout));
    for (const { runId, report, problem } of shown) {
      io.stdout.write(
        report ? `${describe(runId, report)}\n` : `${runId}  ${red('journal endommagé')} ${dim(problem ?? '')}\n`,
      );
    }
    const damage = damaged > 0 ? `, ${plural(damaged, 'journal endommagé', 'journaux endommagés')}` : '';
    io.stdout.write(`${plural(shown.length, 'exécution')}${damage}\n`);
  }
  return damaged > 0 ? exitStatus.inDoubt : exitStatus.success;
}

interface KnownRun {
  readonly runId: string;
  /** ISO instant; to the second for a damaged journal, as its name has it. */
  readonly startedAt: string;
  /** Null when the journal cannot be read. */
  readonly report: RunReport | null;
  /** Why, in French. */
  readonly problem: string | null;
}

function readRun({ runId, journal }: RunPaths): KnownRun {
  try {
    const report = runReport(readJournal(journal).records);
    return { runId, startedAt: report.startedAt, report, problem: null };
  } catch (error) {
    if (error instanceof JournalError)
      return { runId, startedAt: instantOf(runId), report: null, problem: error.text.message };
    throw error;
  }
}

/** `20261121T031502Z-k4m7qx` → `2026-11-21T03:15:02Z` */
function instantOf(runId: string): string {
  return runId.replace(/^(....)(..)(..)T(..)(..)(..)Z.*$/, '$1-$2-$3T$4:$5:$6Z');
}

function describe(runId: string, report: RunReport): string {
  const time = formatDuration(Date.parse(report.endedAt) - Date.parse(report.startedAt));
  return `${runId}  ${report.runbook.id} sur ${report.target}, par ${report.user} : ${headline(report)} en ${time}`;
}
