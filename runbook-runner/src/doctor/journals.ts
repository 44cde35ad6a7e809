import { systemCause } from '../disk/cause.ts';
import type { Failure } from '../failure.ts';
import { plural } from '../french/plural.ts';
import type { RunRoot } from '../journal/runs.ts';
import type { KnownRun } from '../report/known-runs.ts';
import { knownRuns } from '../report/known-runs.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, wrong } from './finding.ts';

/** The runs of this account and of the targets that it operates, and whether each journal can be read: a damaged one may hide what became of the target. */
export function lookAtJournals({ roots, refused }: Places): Journals {
  const looked: Looked = { subject: 'journals', id: 'journals', title: 'journaux' };
  try {
    const runs = knownRuns(roots);
    const damaged = runs.flatMap(({ report, paths }) => (report === null ? [paths.runId] : []));
    const whose = roots.length > 1 ? 'de ce compte et de ses cibles' : 'de ce compte';
    const unread = damagedOnes(damaged);
    const [shut] = refused;
    if (shut !== undefined) {
      const { message, action = null } = shut.text;
      return { runs, finding: wrong(looked, 'warning', [message, ...unread].join(' ; '), action, { damaged }) };
    }
    if (unread.length > 0) {
      const detail = unread.join('');
      return { runs, finding: wrong(looked, 'warning', detail, 'runbook journal verify dit pourquoi', { damaged }) };
    }
    return { runs, finding: fine(looked, `${plural(runs.length, 'exécution')} ${whose}`) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { runs: [], finding: wrong(looked, 'failed', `ne peuvent pas être lus (${systemCause(error)})`, null) };
  }
}

function damagedOnes(runIds: readonly string[]): readonly string[] {
  if (runIds.length === 0) return [];
  const words = plural(runIds.length, 'ne se lit pas', 'ne se lisent pas');
  return [`${words} (${runIds.slice(0, 3).join(', ')}${runIds.length > 3 ? '…' : ''})`];
}

/** Where runs may be. */
export interface Places {
  readonly roots: readonly RunRoot[];
  /** Why others, which the operators of a target share, were left out. */
  readonly refused: readonly Failure[];
}

interface Journals {
  readonly runs: readonly KnownRun[];
  readonly finding: Finding;
}
