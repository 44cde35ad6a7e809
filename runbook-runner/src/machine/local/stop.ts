import { kill } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessMark, Stopped, Survivor } from '../machine.ts';
import { readProcess } from './process-table.ts';
import { findSurvivors, isAlive } from './survivors.ts';

/**
 * Stops all that a step started: INT, then TERM, then KILL, each sent to the group, the descendants and whatever
 * carries the marker, each given time until nothing is left (not until the leader is dead). A reused number is never
 * signalled.
 * @param others what is known of it otherwise, asked again each time.
 * @returns the last signal that was sent (null: nothing was left to stop) and what survived all three.
 */
export async function stopProcesses(
  mark: ProcessMark,
  patience: Patience = DEFAULT_PATIENCE,
  others: () => readonly Survivor[] = () => [],
): Promise<Stopped> {
  // Once its parent is dead a `setsid env -i` descendant has neither group nor marker left: it is remembered from here.
  const known = new Map<number, Survivor>();
  let sent: StopSignal | null = null;
  for (const [signal, milliseconds] of ladder(patience)) {
    let left = await remaining(mark, known, others);
    // What is another account's answers to none of our signals.
    if (left.every(({ foreign }) => foreign !== undefined)) break;
    sent = signal;
    send(mark, left, signal);
    const end = performance.now() + milliseconds;
    while (left.length > 0 && performance.now() < end) {
      await sleep(20);
      left = await remaining(mark, known, others);
      // What was forked while its parent was being killed.
      if (signal === 'SIGKILL') send(mark, left, signal);
    }
  }
  return { signal: sent, survivors: await remaining(mark, known, others) };
}

export const DEFAULT_PATIENCE: Patience = { interrupt: 2_000, terminate: 5_000, kill: 2_000 };

function ladder(patience: Patience): readonly (readonly [StopSignal, number])[] {
  return [
    ['SIGINT', patience.interrupt],
    ['SIGTERM', patience.terminate],
    ['SIGKILL', patience.kill],
  ];
}

async function remaining(
  mark: ProcessMark,
  known: Map<number, Survivor>,
  others: () => readonly Survivor[],
): Promise<readonly Survivor[]> {
  for (const survivor of [...others(), ...(await findSurvivors(mark))]) known.set(survivor.pid, survivor);
  for (const [pid, survivor] of known) if (!isAlive(survivor)) known.delete(pid);
  return [...known.values()];
}

function send(mark: ProcessMark, left: readonly Survivor[], signal: StopSignal): void {
  const leader = left.find((survivor) => survivor.by === 'leader');
  // The group in one call, so that none of it can fork away; then, each by itself, those outside of it.
  const grouped = leader !== undefined && isAlive(leader) && signalQuietly(-mark.pid, signal);
  for (const survivor of left) {
    if (!survivor.certain || !isAlive(survivor)) continue;
    if (!grouped || readProcess(survivor.pid)?.group !== mark.pid) signalQuietly(survivor.pid, signal);
  }
}

/** @returns whether there was someone to signal. */
function signalQuietly(target: number, signal: StopSignal): boolean {
  try {
    return kill(target, signal);
  } catch {
    return false;
  }
}

type StopSignal = NonNullable<Stopped['signal']>;

/** How long each signal is given, in milliseconds, before the next. */
export interface Patience {
  readonly interrupt: number;
  readonly terminate: number;
  readonly kill: number;
}
