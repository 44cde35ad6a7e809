import { createHash } from 'node:crypto';
import { Failure } from '../failure.ts';
import type { RunStarted } from '../journal/record.ts';
import type { Plan } from '../plan/plan.ts';

/** Throws when the plan of today is not the one that the run began with. */
export function refuseStalePlan(plan: Plan, started: RunStarted): void {
  if (started.planHash === plan.hash) return;
  const changed = started.runbook.sha256 !== createHash('sha256').update(plan.runbook.source).digest('hex');
  throw new Failure('refused', {
    message: changed
      ? 'le runbook a changé depuis le début de cette exécution'
      : 'la cible, ses valeurs ou la version de runbook ont changé depuis le début de cette exécution',
    where: changed ? plan.runbook.file : plan.target.file,
    expected: `le plan ${started.planHash.slice(0, 12)}, alors que celui d’aujourd’hui est ${plan.hash.slice(0, 12)}`,
    action: 'remettez ce qui a changé, ou commencez une nouvelle exécution',
  });
}
