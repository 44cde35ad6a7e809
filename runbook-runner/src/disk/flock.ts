import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { systemCause } from './cause.ts';

/**
 * Takes the kernel's lock on an open file, held as long as the descriptor is open. Never waits.
 * @returns false when another holds it.
 * @throws FlockError when it cannot be tried.
 */
export async function flock(fd: number, mode: 'shared' | 'exclusive'): Promise<boolean> {
  // Node has no flock: a child takes it on the descriptor that it shares with us, and ends.
  const options = [`--${mode}`, '--nonblock', '--conflict-exit-code', String(HELD_BY_ANOTHER)];
  const child: ChildProcess = spawn('flock', [...options, '3'], { stdio: ['ignore', 'ignore', 'pipe', fd] });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const [status] = await once(child, 'close').catch((error: Error) => {
    throw new FlockError(`« flock » ne se lance pas (${systemCause(error)})`, 'installez le paquet util-linux');
  });
  if (status === 0) return true;
  if (status === HELD_BY_ANOTHER) return false;
  throw new FlockError(complaint.trim() || `« flock » a fini par ${status}`, null);
}

const HELD_BY_ANOTHER = 75;

/** Why a lock could not be tried, in French, and what to do when that is known. */
export class FlockError extends Error {
  readonly action: string | null;

  constructor(reason: string, action: string | null) {
    super(reason);
    this.action = action;
  }
}
