import { judge } from '../judge/judge.ts';
import type { Runbook, Step } from '../parse/runbook.ts';
import { probeIdentity } from '../target/identity.ts';
import type { Target } from '../target/target.ts';
import { planHash } from './hash.ts';
import type { Plan, PlannedStep } from './plan.ts';
import type { Values } from './values.ts';

/**
 * Resolves everything that can be known before anything runs.
 * @param hmacKey key of this machine, so that a secret's place in the hash cannot be guessed by trying values.
 * @throws Failure when the target does not say who it is.
 */
export async function makePlan(runbook: Runbook, target: Target, values: Values, hmacKey: Uint8Array): Promise<Plan> {
  const services = new Set(target.services.map((service) => service.name));
  const planned = async (step: Step, n: number): Promise<PlannedStep> => ({
    step,
    n,
    verdict: await judge(step.text, { services, constants: values.variables }),
  });
  const steps: PlannedStep[] = [];
  const undos = new Map<string, PlannedStep>();
  for (const step of runbook.steps) {
    if (step.kind === 'undo') undos.set(step.of, await planned(step, 0));
    else steps.push(await planned(step, steps.length + 1));
  }
  const plan = { runbook, target, identity: await probeIdentity(target), values, steps, undos };
  return { ...plan, hash: planHash(plan, hmacKey) };
}
