import { Failure } from '../failure.ts';
import type { HeldLock } from '../machine/machine.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunHost } from './host.ts';
import { instant } from './host.ts';

/** Takes the lock of the plan's target for a run. Throws `refused`, naming who holds it. */
export async function lockTarget(plan: Plan, host: RunHost, runId: string): Promise<HeldLock> {
  const { host: name, user } = plan.identity;
  const record = { runId, user, host: name, since: instant(host), runbook: plan.runbook.id };
  const lock = await host.machine.lock(plan.identity, record);
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
