import { judgeSteps } from '../judge/judge-steps.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Machine } from '../machine/machine.ts';
import type { Runbook, VariableValue } from '../parse/runbook.ts';
import { callableNames } from '../targets/group.ts';
import type { Target } from '../targets/target.ts';
import { planHash } from './hash.ts';
import type { Plan, PlannedStep } from './plan.ts';
import { refuseUnstable } from './refuse-unstable.ts';
import type { Values } from './values.ts';

/**
 * Resolves everything that can be known before anything runs.
 * @param hmacKey key of this machine, so that a secret's place in the hash cannot be guessed by trying values.
 * @throws Failure when the target does not say who it is, or says it otherwise from one time to the next.
 */
export async function makePlan(
  runbook: Runbook,
  target: Target,
  machine: Pick<Machine, 'identity' | 'environment'>,
  values: Values,
  hmacKey: Uint8Array,
): Promise<Plan> {
  const before = await machine.identity();
  const { steps, undos } = await planSteps(runbook, target, values.variables);
  const identity = await machine.identity();
  refuseUnstable(target, before, identity);
  const plan = { runbook, target, identity, environment: machine.environment, values, steps, undos };
  return { ...plan, hash: planHash(plan, hmacKey) };
}

/** The steps with their verdicts, and the place of each. */
export async function planSteps(
  runbook: Runbook,
  target: Target,
  constants: ReadonlyMap<string, VariableValue>,
): Promise<Pick<Plan, 'steps' | 'undos'>> {
  const services = callableNames(target);
  const verdicts = await judgeSteps(runbook.steps, { services, constants });
  const steps: PlannedStep[] = [];
  const undos = new Map<string, PlannedStep>();
  for (const [index, step] of runbook.steps.entries()) {
    const verdict = verdicts[index] as Verdict;
    if (step.kind === 'undo') undos.set(step.of, { step, n: 0, verdict });
    else steps.push({ step, n: steps.length + 1, verdict });
  }
  return { steps, undos };
}
