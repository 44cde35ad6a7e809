import { Failure } from '../failure.ts';
import { readJournal } from '../journal/open.ts';
import type { RunState } from '../journal/replay.ts';
import { replay } from '../journal/replay.ts';
import type { RunRoot } from '../journal/runs.ts';
import { listRuns, runPaths } from '../journal/runs.ts';
import { mayHaveActed } from '../journal/step-state.ts';
import type { LockRecord } from '../machine/lock-record.ts';
import type { HeldLock, LockMode } from '../machine/machine.ts';
import type { Plan } from '../plan/plan.ts';
import { isDestructive } from '../plan/plan.ts';
import type { RunHost } from './host.ts';
import { instant, rootOf } from './host.ts';

/**
 * Takes the lock of the plan's target for a run; null: it only reads and needs none.
 * @throws Failure `refused`, naming who holds it, or which run left a step in doubt on this target and was neither resumed nor abandoned.
 */
export async function lockTarget(
  plan: Plan,
  host: RunHost,
  { runId, begun }: Pick<LockRecord, 'runId' | 'begun'>,
): Promise<HeldLock | null> {
  const mode = lockMode(plan);
  if (mode === null) return null;
  const { host: name, user, cwd } = plan.identity;
  const { journal } = runPaths(rootOf(host), runId);
  const record = { runId, user, host: name, since: instant(host), runbook: plan.runbook.id, cwd, journal, begun };
  const lock = await host.machine.lock(plan.identity, mode, record);
  if (!lock.ok) throw heldByAnother(plan, lock.holder);
  if (mode === 'exclusive') {
    try {
      for (const abandoned of abandonedRuns(plan, lock.abandoned, [rootOf(host), ...(host.otherRoots ?? [])], runId))
        refuseOrTell(abandoned, plan, host);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }
  return lock;
}

/** What a run of these steps takes; null: they only read. */
export function lockMode({ runbook, steps, undos }: Pick<Plan, 'runbook' | 'steps' | 'undos'>): LockMode | null {
  const all = [...steps, ...undos.values()];
  if (all.every(({ verdict }) => verdict.risk === 'safe')) return null;
  return all.some(isDestructive) ? 'exclusive' : runbook.lock;
}

function heldByAnother(plan: Plan, holder: LockRecord | null): Failure {
  return new Failure('refused', {
    message: `une autre exécution est en cours sur la cible « ${plan.target.name} »`,
    ...(holder
      ? { where: `${holder.runId} (${holder.runbook}), par ${holder.user}@${holder.host} depuis ${holder.since}` }
      : {}),
    expected: 'une seule exécution à la fois par cible',
    action: 'attendez sa fin, ou demandez à la personne qui l’a lancée de l’arrêter',
  });
}

/** A run that ended in the middle of a step, and nobody has said since what became of the target. */
export interface AbandonedRun {
  readonly runId: string;
  readonly runbook: string;
  readonly user: string;
  readonly since: string;
  /** Whether it was on this very target, as far as can be told. */
  readonly here: boolean;
  /** Whether no other may begin before it is settled. One that was interrupted said so itself, and left nothing of its step running. */
  readonly blocks: boolean;
}

type Place = Pick<Plan, 'target' | 'identity'>;

/** Those that the lock tells of, and those that only the journals we may read know, as the machine has booted since. */
export function abandonedRuns(
  plan: Place,
  holders: readonly LockRecord[],
  roots: readonly RunRoot[],
  ours: string,
): readonly AbandonedRun[] {
  const named = holders
    .filter(({ journal }) => stateOf(journal)?.unfinished ?? true)
    .map((holder) => toAbandoned(plan, holder));
  const known = new Set(named.map(({ runId }) => runId));
  const recorded = roots.flatMap(listRuns).flatMap(({ runId, journal }) => {
    if (runId === ours || known.has(runId)) return [];
    const found = stateOf(journal);
    if (!found?.unfinished || !sameTarget(plan, found.state)) return [];
    const { user, at, runbook } = found.state.run;
    return [{ runId, runbook: runbook.id, user, since: at, here: true, blocks: !wasStopped(found.state) }];
  });
  return [...named, ...recorded];
}

function toAbandoned(plan: Place, { runId, runbook, user, since, cwd }: LockRecord): AbandonedRun {
  // Without an identity two folders may be two targets: only their names are the same.
  const here = plan.identity.project !== null || cwd === plan.identity.cwd;
  return { runId, runbook, user, since, here, blocks: true };
}

/** Null when the journal cannot be read: of another account, or damaged. */
function stateOf(journal: string): { readonly state: RunState; readonly unfinished: boolean } | null {
  try {
    const state = replay(readJournal(journal).records);
    return { state, unfinished: isUnfinished(state) };
  } catch {
    return null;
  }
}

function isUnfinished({ end, steps }: RunState): boolean {
  if (end.kind === 'abandoned') return false;
  const all = [...steps.values()];
  if (end.kind === 'finished') return all.some(({ status }) => status.kind === 'in-doubt');
  return all.some(mayHaveActed);
}

/** Interrupted by a signal, with nothing of its step left alive. */
function wasStopped({ end, steps }: RunState): boolean {
  if (end.kind !== 'finished' || end.finished.outcome !== 'interrupted') return false;
  const doubtful = [...steps.values()].filter(({ status }) => status.kind === 'in-doubt');
  return doubtful.every(({ attempts }) => attempts.at(-1)?.finished?.survivors.length === 0);
}

function sameTarget(plan: Place, { run }: RunState): boolean {
  const { cwd, project, machineId } = run.target.identity;
  if ((plan.identity.machineId ?? '') !== machineId) return false;
  return plan.identity.project === null
    ? cwd === plan.identity.cwd && run.target.name === plan.target.name
    : project === plan.identity.project;
}

/** In French, without a capital. */
export function sayInterrupted({ runId, runbook, user, since }: AbandonedRun): string {
  return `l’exécution ${runId} (${runbook}), lancée par ${user} à ${since}, s’est interrompue sur cette cible`;
}

function refuseOrTell(run: AbandonedRun, plan: Plan, host: RunHost): void {
  const { runId, here, blocks } = run;
  const message = sayInterrupted(run);
  // A disposable target is made anew; elsewhere nobody knows what that run left.
  if (!here || plan.target.ephemeral) return host.view.note(`${message.replace(/^l/, 'L')} sans se terminer.`);
  // Whoever interrupted it was told so.
  if (!blocks) return host.view.note(`${message.replace(/^l/, 'L')} au milieu d’une étape : runbook resume ${runId}`);
  throw new Failure('refused', {
    message: `${message}, et rien ne dit dans quel état elle l’a laissée`,
    expected: 'une exécution reprise ou abandonnée avant d’en commencer une autre',
    action: `runbook resume ${runId} ; ou, après avoir vérifié la cible, runbook abandon ${runId}`,
  });
}
