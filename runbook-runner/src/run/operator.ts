import type { Confirmation } from '../journal/record.ts';
import type { Survivor } from '../machine/machine.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import type { StepResult } from './result.ts';

/** Who decides during a run: a person at a terminal, or what was said beforehand on the command line. */
export interface Operator {
  /** Before each step: go, or not. `undos`: what would take back the steps done so far, the last first. */
  readonly next: (planned: PlannedStep, undos: readonly PlannedStep[]) => Promise<Next>;
  /** After a confirmation that was not given: take back what was done, or leave it in place. */
  readonly leaving: (undos: readonly PlannedStep[]) => Promise<'leave' | 'undo'>;
  /** Once, before the first destructive step; on a protected target a reason is given too. null: no. */
  readonly pointOfNoReturn: (announcement: PointOfNoReturn) => Promise<Confirmation | null>;
  /** Before each later destructive step; on a protected target, before each that changes something. null: no. */
  readonly confirm: (planned: PlannedStep) => Promise<Confirmation | null>;
  /** After a step that did not do what was expected. */
  readonly failed: (result: StepResult, offers: FailureOffers) => Promise<FailureAnswer>;
  /** On resume, `reason` says why nothing else can tell whether the step took effect. */
  readonly tookEffect: (planned: PlannedStep, reason: string) => Promise<'done' | 'not-done' | 'stop'>;
  /** What the step set in a shell that is gone is read by later steps: go on without, set it by hand, or stop. */
  readonly stateLost: (planned: PlannedStep, losses: readonly string[]) => Promise<'continue' | 'shell' | 'stop'>;
  /** The announced time has passed and the step still runs. */
  readonly overdue: (planned: PlannedStep, elapsedMs: number) => Promise<'wait' | 'stop'>;
  /** Something of an interrupted step still runs: wait for its end, stop it, or leave it and stop here. */
  readonly survivors: (planned: PlannedStep, survivors: readonly Survivor[]) => Promise<'wait' | 'stop' | 'leave'>;
}

export type Next =
  | { readonly kind: 'execute' }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'shell' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'stop' };

export interface PointOfNoReturn {
  readonly plan: Plan;
  /** Every destructive step to come, the next one first. */
  readonly destructive: readonly PlannedStep[];
}

export interface FailureOffers {
  /** The undo steps that would run, the last executed first. */
  readonly undo: readonly PlannedStep[];
  /** It ended as expected; only its output differs, or its state is lost: the operator may accept that. */
  readonly accept: boolean;
}

export type FailureAnswer =
  | { readonly kind: 'retry' }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'accept'; readonly reason: string }
  | { readonly kind: 'shell' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'stop' };
