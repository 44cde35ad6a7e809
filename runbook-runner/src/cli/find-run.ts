import { Failure } from '../failure.ts';
import { JournalError } from '../journal/journal-error.ts';
import type { ReadJournal } from '../journal/open.ts';
import { readJournal } from '../journal/open.ts';
import type { RunState } from '../journal/replay.ts';
import { isClosed, replay } from '../journal/replay.ts';
import { requireRunKept } from '../journal/require-run-kept.ts';
import type { RunPaths } from '../journal/runs.ts';
import { isRunId, runsOf } from '../journal/runs.ts';
import { suggest } from '../parse/nearest.ts';
import type { Io } from './io.ts';
import { isInteractive } from './io.ts';
import type { KnownRoots } from './run-roots.ts';
import { knownRoots } from './run-roots.ts';

/** A run that has not reached its end, and what its journal says of it. */
export interface FoundRun {
  readonly paths: RunPaths;
  readonly state: RunState;
  /** The values that it was given, by name. */
  readonly given: ReadonlyMap<string, string>;
  readonly records: ReadJournal['records'];
  /** What is damaged of its journal. */
  readonly warnings: readonly string[];
}

/**
 * The run that was named, else the only one that has not reached its end. Never guesses: several are asked about, and a
 * journal that cannot be read may be the one that was meant.
 * @param despite `damage`: up to where its journal can be read, for who closes it for good.
 * @throws Failure `usage` when there is none, or several and nobody to ask; `in-doubt` for a damaged journal.
 */
export async function findRun(given: string | undefined, io: Io, despite?: 'damage'): Promise<FoundRun> {
  const known = knownRoots(io);
  if (given !== undefined) return namedRun(given, known, despite);
  const [refused] = known.refused;
  if (refused !== undefined) throw refused;
  const open = runsOf(known.roots).flatMap((paths) => openRun(paths, despite) ?? []);
  const [only, ...others] = open;
  if (only === undefined) {
    throw new Failure('usage', {
      message: 'aucune exécution n’attend d’être reprise',
      where: placesOf(known),
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
  return namedRun(chosen, known, despite);
}

/** @throws Failure `usage` when the run has no step of this name. */
export function requireSteps(ids: readonly string[], runId: string, { steps }: RunState): void {
  const unknown = ids.find((id) => !steps.has(id));
  if (unknown === undefined) return;
  throw new Failure('usage', {
    message: `l’exécution ${runId} n’a pas d’étape « ${unknown} »`,
    expected: [...steps.keys()].join(', '),
    action: suggest(unknown, [...steps.keys()]),
  });
}

function namedRun(given: string, known: KnownRoots, despite?: 'damage'): FoundRun {
  const paths = isRunId(given) ? runsOf(known.roots).find(({ runId }) => runId === given) : undefined;
  if (paths === undefined) {
    const [refused] = known.refused;
    if (refused !== undefined) throw refused;
    throw new Failure('usage', {
      message: `aucune exécution ne s’appelle « ${given} »`,
      where: placesOf(known),
      action: 'runbook list',
    });
  }
  const run = readRun(paths, despite);
  if (isOpen(run)) return run;
  throw new Failure('usage', { message: `l’exécution ${given} ${whyClosed(run)}`, action: 'runbook list' });
}

function openRun(paths: RunPaths, despite?: 'damage'): FoundRun | null {
  try {
    const run = readRun(paths, despite);
    return isOpen(run) ? run : null;
  } catch (error) {
    // Without one whole record nothing was launched.
    if (error instanceof JournalError && error.code === 'empty') return null;
    throw error;
  }
}

function readRun(paths: RunPaths, despite?: 'damage'): FoundRun {
  requireRunKept(paths);
  const { records, warnings } = readJournal(paths.journal, { despite });
  const state = replay(records);
  return { paths, state, given: new Map(Object.entries(state.values ?? {})), records, warnings };
}

function placesOf({ roots }: KnownRoots): string {
  return roots.map(({ folder }) => folder).join(', ');
}

function isOpen(run: FoundRun): boolean {
  return hasBegun(run) && !isClosed(run.state.end);
}

/** Its values are written before its first step: without them it launched nothing, and another would do with others. */
function hasBegun({ state }: FoundRun): boolean {
  return state.values !== null || [...state.steps.values()].some(({ attempts }) => attempts.length > 0);
}

function describe({ paths, state }: FoundRun): string {
  return `${paths.runId}  ${state.run.runbook.id} sur ${state.run.target.name}, par ${state.run.user}`;
}

function whyClosed(run: FoundRun): string {
  const { end } = run.state;
  if (!hasBegun(run)) return 'n’a rien lancé : elle s’est interrompue avant sa première étape';
  if (end.kind === 'abandoned') return 'a été abandonnée';
  return end.kind === 'finished' && end.finished.outcome === 'undone' ? 'a été défaite' : 'est allée à son terme';
}
