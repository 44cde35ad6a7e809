import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Io } from './io.ts';

/** Where runs, locks and the machine's key are kept (XDG Base Directory). */
export function stateRoot(io: Io): string {
  // Jobs of cron and units of systemd may have no HOME: the account still has a home.
  const home = io.env.HOME || userInfo().homedir;
  return join(io.env.XDG_STATE_HOME || join(home, '.local', 'state'), 'runbook');
}
