import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ResultPromise } from 'execa';
import { execa } from 'execa';
import { cli } from './runbook-cli.ts';

export const isRoot = process.getuid?.() === 0;

/** To mount and to make namespaces: CAP_SYS_ADMIN, which a container often takes from root. */
export const isSystemAdmin = ((capabilities() >> 21n) & 1n) === 1n;

/** Accounts and groups are root's to make, and they must be able to read this checkout and its Node as any other account. */
export const canUseAccounts =
  isRoot &&
  [cli, process.execPath].flatMap(upwards).every((place) => (statSync(place).mode & 0o005) === 0o005 || isFile(place));

/** A real account of this machine, as an operator has one. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  /** Calls `runbook` as this account. */
  readonly runbook: (words: readonly string[], options: CallOptions) => Promise<Called>;
  /** The same, not waited for. */
  readonly start: (words: readonly string[], options: CallOptions) => ResultPromise<ExecaOptions>;
}

interface CallOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly umask?: string;
}

interface ExecaOptions {
  cwd: string;
  env: Record<string, string>;
  stdin: 'ignore';
  reject: false;
}

interface Called {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Accounts {
  readonly group: string;
  readonly gid: number;
  readonly account: (name: string, groups: readonly string[]) => Promise<Account>;
  readonly remove: () => Promise<void>;
}

/** Makes a group, and accounts in it or not; all are removed by `remove`. */
export async function makeAccounts(): Promise<Accounts> {
  const suffix = randomBytes(3).toString('hex');
  const group = `rbt-${suffix}`;
  await execa('groupadd', ['--system', group]);
  const made: string[] = [];
  const { stdout } = await execa('getent', ['group', group]);
  return {
    group,
    gid: Number(stdout.split(':')[2]),
    async account(given, groups) {
      const name = `rbt-${given}-${suffix}`;
      const home = ['--no-create-home', '--home-dir', `/nonexistent/${name}`];
      await execa('useradd', ['--system', ...home, '--groups', groups.join(','), name]);
      made.push(name);
      return account(name);
    },
    async remove() {
      for (const name of made) await execa('userdel', [name], { reject: false });
      await execa('groupdel', [group], { reject: false });
    },
  };
}

/** An account that the machine has. */
export async function account(name: string): Promise<Account> {
  const { stdout: uid } = await execa('id', ['--user', name]);
  const { stdout: gid } = await execa('id', ['--group', name]);
  return called(name, Number(uid), [`--reuid=${uid}`, `--regid=${gid}`, '--init-groups']);
}

/** An account that the machine does not know, of a group that it does not know. */
export function numbered(uid: number): Account {
  return called(String(uid), uid, [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups']);
}

function called(name: string, uid: number, options: readonly string[]): Account {
  const start: Account['start'] = (words, { cwd, env, umask = '022' }) => {
    const masked = ['sh', '-c', 'umask "$1"; shift; exec "$@"', 'sh', umask, process.execPath, cli];
    return execa<ExecaOptions>('setpriv', [...options, '--', ...masked, ...words], {
      cwd,
      env,
      stdin: 'ignore',
      reject: false,
    });
  };
  return {
    name,
    uid,
    start,
    async runbook(words, options) {
      const { exitCode, stdout, stderr } = await start(words, options);
      return { status: exitCode, stdout, stderr };
    },
  };
}

function upwards(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...upwards(above)];
}

function isFile(place: string): boolean {
  const found = statSync(place);
  return found.isFile() && (found.mode & 0o004) !== 0;
}

function capabilities(): bigint {
  const [, mask = '0'] = /^CapEff:\s*(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return BigInt(`0x${mask}`);
}
