import { setTimeout as sleep } from 'node:timers/promises';
import type { Machine, ProcessMark } from './machine.ts';

/**
 * Waits until no process of a step is left: as long as its own shell works, and once that has ended no longer than
 * `limitMs`, as what it left behind may run for ever.
 * @returns true when none is left, false when the signal or the limit came first.
 */
export async function waitForEnd(
  { survivors }: Pick<Machine, 'survivors'>,
  mark: ProcessMark,
  limitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  for (let waited = 0; !signal.aborted && waited <= limitMs; ) {
    const left = await survivors(mark);
    if (left.length === 0) return true;
    if (!left.some(({ by }) => by === 'leader')) waited += PAUSE_MS;
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

const PAUSE_MS = 100;
