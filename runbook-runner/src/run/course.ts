import type { RunState } from '../journal/replay.ts';
import type { StepState } from '../journal/step-state.ts';
import { mayBeInPlace, shellState } from '../journal/step-state.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';

/** What is known of the steps of a run while it goes through them. */
export interface Course {
  /** Steps of which something may stand, from this part of the run or before it. */
  readonly inPlace: Set<string>;
  /** Steps whose shell is gone, and nobody has said that it does not matter. */
  readonly lost: Set<PlannedStep>;
  /** Whether the point of no return is behind us. Undos have one on a protected target alone. */
  passed: boolean;
  /** Whether an action has been executed by this part of the run. */
  acted: boolean;
  /** The last attempt of each step. */
  readonly attempts: Map<string, number>;
  /** What was known when this began: an undo may have been tried before. */
  readonly steps: RunState['steps'];
}

/** Where it stands when this part of the run begins. */
export function courseFrom(plan: Plan, state: RunState): Course {
  return {
    inPlace: new Set(idsInPlace(state)),
    lost: new Set(lostShells(plan, state)),
    // Whoever resumes confirms anew: it may be somebody else, hours later.
    passed: false,
    acted: false,
    attempts: new Map([...state.steps].map(([id, { attempts }]) => [id, attempts.at(-1)?.attempt ?? 0])),
    steps: state.steps,
  };
}

/** The steps of which something may stand. */
export function idsInPlace({ steps }: Pick<RunState, 'steps'>): readonly string[] {
  return [...steps.values()].filter(mayBeInPlace).map(({ step }) => step.id);
}

/** The steps that left something in place and whose shell is gone. */
function lostShells(plan: Plan, { steps }: Pick<RunState, 'steps'>): ReadonlySet<PlannedStep> {
  const lost = plan.steps.filter(({ step }) => {
    const before = steps.get(step.id);
    return before !== undefined && before.attempts.length > 0 && before.status.kind !== 'undone' && isShellLost(before);
  });
  return new Set(lost);
}

function isShellLost(state: StepState): boolean {
  return state.status.kind === 'succeeded' ? state.status.state === 'lost' : shellState(state) === 'lost';
}
