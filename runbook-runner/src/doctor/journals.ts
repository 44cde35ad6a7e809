import { systemCause } from '../disk/cause.ts';
import type { Failure } from '../failure.ts';
import { plural } from '../french/plural.ts';
import type { RunRoot } from '../journal/runs.ts';
import type { KnownRun, UnreadRun } from '../report/known-runs.ts';
import { knownRuns } from '../report/known-runs.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, ofError, wrong } from './finding.ts';

/**
 * The runs of this account and of the targets that it operates, and whether each journal can be read: a damaged one may hide
 * what became of the target. Each place that was left out is a finding.
 */
export function lookAtJournals({ roots, refused }: RunRoots): Journals {
  const looked: Looked = { subject: 'journals', id: 'journals', title: 'journaux' };
  const leftOut = refused.map((failure) => {
    const id = `journals:${failure.text.where ?? ''}`;
    return ofError({ subject: 'journals', id, title: 'exécutions partagées' }, failure, 'warning');
  });
  try {
    const runs = knownRuns(roots);
    return { runs, findings: [ofRuns(looked, runs, roots), ...leftOut] };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const detail = `ne peuvent pas être lus (${systemCause(error)})`;
    return { runs: [], findings: [wrong(looked, 'failed', detail, null), ...leftOut] };
  }
}

function ofRuns(looked: Looked, runs: readonly KnownRun[], roots: readonly RunRoot[]): Finding {
  const unread = runs.filter((run) => run.report === null);
  if (unread.length > 0) {
    const facts = { damaged: namesOf(unread, 'damaged'), unreadable: namesOf(unread, 'unreadable') };
    const ids = unread.map(({ paths }) => paths.runId);
    return wrong(looked, 'warning', saying(ids), 'runbook journal verify dit pourquoi', facts);
  }
  const whose = roots.length > 1 ? 'de ce compte et de ses cibles' : 'de ce compte';
  return fine(looked, `${plural(runs.length, 'exécution')} ${whose}`);
}

function namesOf(unread: readonly UnreadRun[], of: UnreadRun['kind']): readonly string[] {
  return unread.filter(({ kind }) => kind === of).map(({ paths }) => paths.runId);
}

function saying(runIds: readonly string[]): string {
  const words = plural(runIds.length, 'ne se lit pas', 'ne se lisent pas');
  return `${words} (${runIds.slice(0, 3).join(', ')}${runIds.length > 3 ? '…' : ''})`;
}

/** Where runs may be. */
export interface RunRoots {
  readonly roots: readonly RunRoot[];
  /** Why others, which the operators of a target share, were left out. */
  readonly refused: readonly Failure[];
}

interface Journals {
  readonly runs: readonly KnownRun[];
  readonly findings: readonly Finding[];
}
