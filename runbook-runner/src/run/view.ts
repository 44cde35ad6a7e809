import type { Plan, PlannedStep } from '../plan/plan.ts';
import type { StepResult } from './result.ts';

/** Shows a run while it goes on; what it does changes nothing of the run. */
export interface RunView {
  readonly runBegan: (plan: Plan, runId: string, resumed: boolean) => void;
  /** Where we are: shown before the operator is asked. */
  readonly stepShown: (planned: PlannedStep, total: number) => void;
  readonly stepBegan: (planned: PlannedStep, attempt: number) => void;
  /** Masked text of a running step. */
  readonly output: (text: string) => void;
  readonly stepEnded: (result: StepResult) => void;
  readonly stepSkipped: (planned: PlannedStep, reason: string) => void;
  /** The operator is asked something while a step runs: nothing may be drawn over the question. */
  readonly asking: (active: boolean) => void;
  /** Something to know that is not a step's end. */
  readonly note: (text: string) => void;
}
