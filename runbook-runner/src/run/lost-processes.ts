import type { RunState } from '../journal/replay.ts';
import type { StepState } from '../journal/step-state.ts';
import type { Machine, ProcessMark } from '../machine/machine.ts';

/**
 * The state in which the step whose `started` was lost has the process that is still alive of it, if there is one: one
 * that belongs to this run and that no record names. A run executes one step at a time, so the newest is the last step's.
 */
export async function withLostProcesses(state: RunState, machine: Machine, folder: string): Promise<RunState> {
  const lost = [...state.steps.values()].findLast(
    ({ status }) => status.kind === 'in-doubt' && status.process === null,
  );
  if (lost === undefined) return state;
  const known = new Set(
    [...state.steps.values()].flatMap(({ attempts }) => attempts.map(({ process }) => process?.marker)),
  );
  const left = (await machine.leftBy(folder)).filter(({ marker }) => !known.has(marker));
  const process = left.toSorted((a, b) => Number(a.startTime) - Number(b.startTime)).at(-1);
  if (process === undefined) return state;
  return { ...state, steps: new Map([...state.steps]).set(lost.step.id, withProcess(lost, process)) };
}

function withProcess({ step, attempts, status }: StepState, process: ProcessMark): StepState {
  return {
    step,
    attempts: attempts.with(-1, { ...(attempts.at(-1) as StepState['attempts'][number]), process }),
    status: status.kind === 'in-doubt' ? { ...status, process } : status,
  };
}
