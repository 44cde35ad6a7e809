import { setTimeout } from 'node:timers/promises';
import type { Confirmation } from '../journal/record.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { RunContext } from './context.ts';
import { executeStep } from './execute-step.ts';
import type { StepResult } from './result.ts';
import { endedAsExpected } from './result.ts';

/** Executes a step, again each second while it fails and its `retry` time has not passed. */
export async function attemptStep(
  context: RunContext,
  planned: PlannedStep,
  firstAttempt: number,
  confirmation: Confirmation,
): Promise<StepResult> {
  // Not the clock of the day, which may be set back.
  const until = performance.now() + (planned.step.retry ?? 0);
  for (let attempt = firstAttempt; ; attempt += 1) {
    const result = await executeStep(context, planned, attempt, confirmation);
    const over = performance.now() + PAUSE_MS > until;
    const stopped = isHopeless(result) || context.interrupt.requested();
    if (result.result === 'succeeded' || result.stateLost !== null || over || stopped) return result;
    await pause(PAUSE_MS, context.interrupt.now);
  }
}

/**
 * What does not start, or is not there, will not be a second later. Of any other status the next try may be another: a
 * server that is down and a wrong option both make psql end with 1 or 2.
 */
function isHopeless(result: StepResult): boolean {
  const { ending } = result;
  if (ending.kind !== 'exited') return true;
  return !endedAsExpected(result) && (ending.status === 126 || ending.status === 127);
}

const PAUSE_MS = 1000;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
