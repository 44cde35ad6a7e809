import { join } from 'node:path';
import { requireTrusted } from '../disk/trusted.ts';
import { Failure } from '../failure.ts';
import { quotedStep } from '../french/step-name.ts';
import type { Machine } from '../machine/machine.ts';
import type { Runbook } from '../parse/runbook.ts';
import type { Target } from '../targets/target.ts';
import { machineKey } from './machine-key.ts';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';
import { isDestructive } from './plan.ts';
import { unmetRequirements } from './requirements.ts';
import type { AskValue } from './values.ts';
import { resolveValues } from './values.ts';

/**
 * The plan of a runbook on a target, refused when it could not be executed.
 * @param given values by name; they win over those of the target and the document.
 * @throws Failure `usage` for a missing or refused value, `cannot-run` for what the target lacks, `invalid` for a check that may destroy.
 */
export async function preparePlan(
  runbook: Runbook,
  target: Target,
  given: ReadonlyMap<string, string>,
  host: PlanHost,
): Promise<Plan> {
  // The journal that gives it back was judged when it was opened.
  if (runbook.source !== '') requireTrusted(runbook.file);
  const values = await resolveValues(runbook, target, given, host);
  const plan = await makePlan(runbook, target, host.machine, values, await machineKey(join(host.root, 'key')));
  refuseDestructiveChecks(plan);
  const [unmet] = await unmetRequirements(plan, host.machine);
  if (unmet) {
    const { message, where, action } = unmet;
    throw new Failure('cannot-run', { message, where: where ?? runbook.file, action });
  }
  return plan;
}

/** The outside of a plan. */
export interface PlanHost {
  /** Where the target is. */
  readonly machine: Machine;
  /** What a target may read its values from. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of runs, locks and this machine's key. */
  readonly root: string;
  readonly ask: AskValue;
}

/** The format promises that a check loses nothing; `resume` and the operator rely on it. Throws `invalid`. */
export function refuseDestructiveChecks({ steps, runbook }: Pick<Plan, 'steps' | 'runbook'>): void {
  const found = steps.find((planned) => planned.step.kind === 'check' && isDestructive(planned));
  if (!found) return;
  throw new Failure('invalid', {
    message: `la vérification ${quotedStep(found.step)} peut détruire : ${found.verdict.reasons[0]?.text ?? 'elle n’est pas comprise'}`,
    where: `${runbook.file}:${found.step.line}:1`,
    expected: 'une vérification qui ne fait que lire',
    action: `runbook explain ${runbook.file}#${found.step.id}`,
  });
}
