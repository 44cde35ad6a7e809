import { systemCause } from '../disk/cause.ts';
import { plural } from '../french/plural.ts';
import type { RunRoot } from '../journal/runs.ts';
import type { KnownRun } from '../report/known-runs.ts';
import { knownRuns } from '../report/known-runs.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, wrong } from './finding.ts';

/** The runs of this account and of the targets that it operates, and whether each journal can be read: a damaged one may hide what became of the target. */
export function lookAtJournals(roots: readonly RunRoot[]): Journals {
  const looked: Looked = { subject: 'journals', id: 'journals', title: 'journaux' };
  try {
    const runs = knownRuns(roots);
    const damaged = runs.flatMap(({ report, paths }) => (report === null ? [paths.runId] : []));
    if (damaged.length === 0)
      return { runs, finding: fine(looked, `${plural(runs.length, 'exécution')} de ce compte`) };
    const words = plural(damaged.length, 'ne se lit pas', 'ne se lisent pas');
    const detail = `${words} (${damaged.slice(0, 3).join(', ')}${damaged.length > 3 ? '…' : ''})`;
    return { runs, finding: wrong(looked, 'warning', detail, 'runbook journal verify dit pourquoi', { damaged }) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { runs: [], finding: wrong(looked, 'failed', `ne peuvent pas être lus (${systemCause(error)})`, null) };
  }
}

interface Journals {
  readonly runs: readonly KnownRun[];
  readonly finding: Finding;
}
