import { setTimeout as sleep } from 'node:timers/promises';
import type { Machine, ProcessMark } from './machine.ts';

/**
 * Waits until no process of a step is left.
 * @returns true when none is left, false when the signal came first.
 */
export async function waitForEnd(
  { survivors }: Pick<Machine, 'survivors'>,
  mark: ProcessMark,
  signal: AbortSignal,
): Promise<boolean> {
  while (!signal.aborted) {
    if ((await survivors(mark)).length === 0) return true;
    await sleep(100, undefined, { signal }).catch(() => undefined);
  }
  return false;
}
