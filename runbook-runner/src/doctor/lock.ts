import { systemCause } from '../disk/cause.ts';
import type { RunRoot } from '../journal/runs.ts';
import type { Identity, LockMode, Machine } from '../machine/machine.ts';
import type { AbandonedRun } from '../run/lock-target.ts';
import { abandonedRuns, sayInterrupted } from '../run/lock-target.ts';
import type { Target } from '../targets/target.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, ofError, wrong } from './finding.ts';

/** Whether a run could take the lock now: free, held and by whom, and which dead runs keep others from beginning. */
export function lookAtLock(
  target: Target,
  identity: Identity | null,
  machine: Machine,
  roots: readonly RunRoot[],
): Locks {
  const looked: Looked = { subject: 'lock', id: 'lock', title: 'verrou' };
  const none = { allows: () => true };
  if (identity === null) {
    const detail = 'pas regardé : la cible ne dit pas qui elle est, et c’est son identité qui est verrouillée';
    return { ...none, finding: wrong(looked, 'skipped', detail, null) };
  }
  try {
    const { held, holders, path } = machine.lockState(identity);
    const holder = held === 'no' ? undefined : holders.at(-1);
    const living = held === 'shared' || held === 'unknown' ? holders : holder ? [holder] : [];
    const dead = holders.filter((one) => !living.includes(one));
    const names = new Set(living.map(({ runId }) => runId));
    const place = { target, identity };
    const left = abandonedRuns(place, dead, roots, '').filter(
      ({ runId, here, blocks }) => here && blocks && !names.has(runId),
    );
    const blocking = target.ephemeral ? [] : left;
    const facts = { path, held, holder: holder?.runId ?? null, abandoned: blocking.map(({ runId }) => runId) };
    const who = holder
      ? ` par ${holder.runId} (${holder.runbook}), ${holder.user}@${holder.host}, depuis ${holder.since}`
      : '';
    if (held === 'unknown') {
      const detail = `peut-être tenu${who} : cela ne se voit pas d’ici`;
      return {
        ...none,
        finding: wrong(
          looked,
          'unknown',
          detail,
          'regardez sous le compte ou dans le conteneur de cette exécution',
          facts,
        ),
      };
    }
    if (held !== 'no') {
      const detail = `tenu${held === 'shared' ? ', partagé,' : ''}${who || ' par quelqu’un qui ne s’est pas encore inscrit'}`;
      return {
        allows: (mode) => mode === null || (held === 'shared' && mode === 'shared'),
        finding: wrong(looked, 'failed', detail, 'attendez la fin de cette exécution', facts),
      };
    }
    if (blocking.length > 0) {
      return {
        allows: (mode) => mode !== 'exclusive',
        finding: wrong(looked, 'failed', blocking.map(sayInterrupted).join(' ; '), actionOn(blocking), facts),
      };
    }
    return { ...none, finding: fine(looked, 'libre', facts) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) return { ...none, finding: ofError(looked, error) };
    return { ...none, finding: wrong(looked, 'unknown', `ne peut pas être lu (${systemCause(error)})`, null) };
  }
}

export interface Locks {
  readonly finding: Finding;
  /** Whether a run that takes this could begin; null: it takes none. */
  readonly allows: (mode: LockMode | null) => boolean;
}

function actionOn([first]: readonly AbandonedRun[]): string {
  const runId = first?.runId ?? '';
  return `runbook resume ${runId}, runbook undo ${runId}, ou runbook abandon ${runId}`;
}
