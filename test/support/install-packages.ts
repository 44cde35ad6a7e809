import { userInfo } from 'node:os';
import { ensurePackages } from '../../sandbox/packages.ts';

/**
 * Installs, before any test, the Debian packages of the tools that tests of both projects watch the runner with. Without root
 * the tests that need them fail and say the command.
 */
export default async function installPackages(): Promise<void> {
  if (userInfo().uid === 0) await ensurePackages(['openssl', 'procps', 'strace', 'tmux'], console.log);
}
