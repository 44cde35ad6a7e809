import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { Plan } from '../plan/plan.ts';
import { acquireLock, type HeldLock } from '../target/lock.ts';
import { instant, type RunHost } from './host.ts';

/** Takes the lock of the plan's target for a run. Throws `refused`, naming who holds it. */
export async function lockTarget(plan: Plan, host: RunHost, runId: string): Promise<HeldLock> {
  const key = createHash('sha256').update(JSON.stringify(plan.identity)).digest('hex').slice(0, 16);
  const path = join(host.root, 'locks', `${key}.lock`);
  const { host: name, user } = plan.identity;
  const record = { runId, user, host: name, since: instant(host), runbook: plan.runbook.id };
  const lock = await acquireLock(path, record);
  if (lock.ok) {
    const { abandoned } = lock;
    if (abandoned && abandoned.runId !== runId) {
      host.view.note(
        `L’exécution ${abandoned.runId} (${abandoned.runbook}) s’est interrompue sur cette cible sans se terminer.`,
      );
    }
    return lock;
  }
  const { holder } = lock;
  throw new Failure('refused', {
    message: `une autre exécution est en cours sur la cible « ${plan.target.name} »`,
    ...(holder
      ? { where: `${holder.runId} (${holder.runbook}), par ${holder.user}@${holder.host} depuis ${holder.since}` }
      : {}),
    expected: 'une seule exécution à la fois par cible',
    action: 'attendez sa fin, ou demandez à la personne qui l’a lancée de l’arrêter',
  });
}
