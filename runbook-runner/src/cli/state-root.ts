import { join } from 'node:path';
import type { Io } from './io.ts';

/** Where runs, locks and the machine's key are kept (XDG Base Directory). */
export function stateRoot(io: Io): string {
  const home = io.env.HOME ?? '/';
  return join(io.env.XDG_STATE_HOME || join(home, '.local', 'state'), 'runbook');
}
