import { mayLoseData } from '../judge/risk.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Environment, Identity } from '../machine/machine.ts';
import type { Runbook, Step } from '../parse/runbook.ts';
import type { Target } from '../targets/target.ts';
import type { Values } from './values.ts';

/** A runbook on a target with its values, everything resolved before anything runs. */
export interface Plan {
  readonly runbook: Runbook;
  readonly target: Target;
  readonly identity: Identity;
  readonly environment: Environment;
  readonly values: Values;
  /** The normal course, in document order. */
  readonly steps: readonly PlannedStep[];
  /** The compensations, by the id of the step they undo. */
  readonly undos: ReadonlyMap<string, PlannedStep>;
  /** SHA-256 (hex) of all that decides what will happen. */
  readonly hash: string;
}

export interface PlannedStep {
  readonly step: Step;
  /** Place in the normal course, from 1. An undo has none: 0. */
  readonly n: number;
  readonly verdict: Verdict;
}

/** Whether losing data is possible, or cannot be excluded. */
export function isDestructive(planned: PlannedStep): boolean {
  return mayLoseData(planned.verdict.risk);
}

/** The step that an undo takes back; any other step, itself. */
export function stepOf(plan: Plan, step: Step): Step {
  return (step.kind === 'undo' && plan.steps.find((other) => other.step.id === step.of)?.step) || step;
}

/** The check that tells whether `step` took effect. */
export function checkOf(plan: Plan, step: Step): PlannedStep | null {
  return plan.steps.find((other) => other.step.kind === 'check' && other.step.of === step.id) ?? null;
}
