import { Failure } from '../failure.ts';
import { JournalError } from '../journal/journal-error.ts';
import { readJournal } from '../journal/open.ts';
import type { RunFinished } from '../journal/record.ts';
import type { RunState } from '../journal/replay.ts';
import { replay } from '../journal/replay.ts';
import type { RunPaths } from '../journal/runs.ts';
import { isRunId, listRuns, runPaths } from '../journal/runs.ts';
import type { Io } from './io.ts';
import { isInteractive } from './io.ts';
import { stateRoot } from './state-root.ts';

/** A run that has not reached its end, and what its journal says of it. */
export interface FoundRun {
  readonly paths: RunPaths;
  readonly state: RunState;
  /** The values that it was given, by name. */
  readonly given: ReadonlyMap<string, string>;
}

/**
 * The run that was named, else the only one that has not reached its end. Never guesses: several are asked about, and a
 * journal that cannot be read may be the one that was meant.
 * @throws Failure `usage` when there is none, or several and nobody to ask; `in-doubt` for a damaged journal.
 */
export async function findRun(given: string | undefined, io: Io): Promise<FoundRun> {
  const root = stateRoot(io);
  if (given !== undefined) return namedRun(given, root);
  const open = listRuns(root).flatMap((paths) => openRun(paths) ?? []);
  const [only, ...others] = open;
  if (only === undefined) {
    throw new Failure('usage', {
      message: 'aucune exécution n’attend d’être reprise',
      where: root,
      action: 'runbook list',
    });
  }
  if (others.length === 0) return only;
  if (!isInteractive(io)) {
    throw new Failure('usage', {
      message: `plusieurs exécutions n’ont pas atteint leur fin :\n${open.map((run) => `  ${describe(run)}`).join('\n')}`,
      expected: 'l’identifiant de l’une d’elles',
      action: 'nommez celle que vous voulez dire',
    });
  }
  const { menu } = await import('./ask/menu.ts');
  const chosen = await menu(
    io,
    'Plusieurs exécutions n’ont pas atteint leur fin. Laquelle ?',
    open.map((run) => ({ value: run.paths.runId, label: describe(run) })),
  );
  if (chosen === null)
    throw new Failure('refused', { message: 'aucune exécution n’a été choisie', action: 'runbook list' });
  return namedRun(chosen, root);
}

function namedRun(given: string, root: string): FoundRun {
  const known = isRunId(given) && listRuns(root).some(({ runId }) => runId === given);
  if (!known) {
    throw new Failure('usage', {
      message: `aucune exécution ne s’appelle « ${given} »`,
      where: root,
      action: 'runbook list',
    });
  }
  const paths = runPaths(root, given);
  const state = replay(readJournal(paths.journal).records);
  const found = asOpen(paths, state);
  if (found !== null) return found;
  throw new Failure('usage', { message: `l’exécution ${given} ${ended(state)}`, action: 'runbook list' });
}

function openRun(paths: RunPaths): FoundRun | null {
  try {
    return asOpen(paths, replay(readJournal(paths.journal).records));
  } catch (error) {
    // Without one whole record nothing was launched.
    if (error instanceof JournalError && error.code === 'empty') return null;
    throw error;
  }
}

/** Null when it has reached its end, or died before its values were recorded: it can only be begun anew. */
function asOpen(paths: RunPaths, state: RunState): FoundRun | null {
  const { end, values } = state;
  const closed = end.kind === 'abandoned' || (end.kind === 'finished' && FINAL.includes(end.finished.outcome));
  return closed || values === null ? null : { paths, state, given: new Map(Object.entries(values)) };
}

const FINAL: readonly RunFinished['outcome'][] = ['succeeded', 'undone'];

function describe({ paths, state }: FoundRun): string {
  return `${paths.runId}  ${state.run.runbook.id} sur ${state.run.target.name}`;
}

function ended({ end, values }: RunState): string {
  if (values === null) return 'n’a rien lancé : elle s’est interrompue avant sa première étape';
  if (end.kind === 'abandoned') return 'a été abandonnée';
  return end.kind === 'finished' && end.finished.outcome === 'undone' ? 'a été défaite' : 'est allée à son terme';
}
