import type { RunStarted } from '../journal/record.ts';
import type { Identity, Machine } from '../machine/machine.ts';
import { refuseUnstable } from '../plan/refuse-unstable.ts';
import type { KnownRun } from '../report/known-runs.ts';
import { changesSince } from '../run/refuse-stale.ts';
import type { Target } from '../targets/target.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, ofError, wrong } from './finding.ts';

/**
 * Who the target says it is: asked twice, as only stable facts tell who somebody is, and compared with what it said when
 * the runs that wait for a resume began, or the last one.
 */
export async function lookAtIdentity(
  target: Target,
  machine: Machine,
  runs: readonly KnownRun[],
  signal: AbortSignal,
): Promise<AskedIdentity> {
  const looked: Looked = { subject: 'identity', id: 'identity', title: 'identité', blocksAll: true };
  let identity: Identity;
  try {
    identity = await machine.identity(signal);
    const again = await machine.identity(signal);
    try {
      refuseUnstable(target, identity, again);
    } catch (error) {
      return { identity, finding: ofError(looked, error) };
    }
  } catch (error) {
    return { identity: null, finding: ofError(looked, error) };
  }
  const { host, user, cwd, project, machineId } = identity;
  const facts = { host, user, cwd, project, machineId };
  const changed = changesOf(target, identity, runs);
  if (changed !== null)
    return { identity, finding: wrong({ ...looked, blocksAll: false }, 'warning', changed, null, facts) };
  const words = project === null ? 'la cible n’a pas de commande « identity »' : 'la commande « identity » répond';
  return { identity, finding: fine(looked, `${host}, compte ${user} ; ${words}`, facts) };
}

export interface AskedIdentity {
  /** Null when it does not answer. */
  readonly identity: Identity | null;
  readonly finding: Finding;
}

function changesOf(target: Target, identity: Identity, runs: readonly KnownRun[]): string | null {
  const here = runs.filter((run) => run.report !== null).filter(({ run }) => isOf(target, run));
  const open = here.filter(({ closed }) => !closed);
  const stale = open.map((run) => ({ run, changes: changesSince({ target, identity }, run.run) }));
  const [first] = stale.filter(({ changes }) => changes.length > 0);
  if (first) {
    return `l’exécution ${first.run.paths.runId} ne pourrait pas être reprise : ${first.changes.join(' ; ')}`;
  }
  const [last] = here;
  // What its services are may change from one run to the next; who it is should not.
  const changes =
    last === undefined
      ? []
      : changesSince({ target: { ...target, services: [] }, identity }, withoutServices(last.run));
  return changes.length === 0
    ? null
    : `depuis la dernière exécution (${last?.paths.runId}), a changé ${changes.join(' ; ')}`;
}

/** Other projects may give their target the same name. */
function isOf({ name, file }: Target, { target }: RunStarted): boolean {
  return target.name === name && target.identity.targets === file;
}

function withoutServices<R extends { readonly target: { readonly services: object } }>(run: R): R {
  return { ...run, target: { ...run.target, services: {} } };
}
