import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import type { Options } from 'execa';
import { execa } from 'execa';
import { cli } from './runbook-cli.ts';

/** Accounts and groups are root's to make; they must be able to read this checkout and its Node, as any other account. */
export const canUseAccounts =
  process.getuid?.() === 0 && [cli, process.execPath].every((file) => upwards(file).every(isOpenToAll));

/** A real account of this machine, as an operator has one. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  /** Calls `runbook` as this account. */
  readonly runbook: (words: readonly string[], options: Options) => Promise<Called>;
  /** The words before a command that make it this account's. */
  readonly as: readonly string[];
}

interface Called {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
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
      await execa('useradd', [
        '--system',
        '--no-create-home',
        '--home-dir',
        `/nonexistent/${name}`,
        '--groups',
        groups.join(','),
        name,
      ]);
      made.push(name);
      return account(name);
    },
    async remove() {
      for (const name of made) await execa('userdel', [name], { reject: false });
      await execa('groupdel', [group], { reject: false });
    },
  };
}

export interface Accounts {
  readonly group: string;
  readonly gid: number;
  readonly account: (name: string, groups: readonly string[]) => Promise<Account>;
  readonly remove: () => Promise<void>;
}

/** An account that every Debian has, in no group of ours. */
export async function account(name: string): Promise<Account> {
  const { stdout } = await execa('id', ['--user', name]);
  const as = [
    'setpriv',
    `--reuid=${name}`,
    '--regid',
    (await execa('id', ['--group', name])).stdout,
    '--init-groups',
    '--',
  ];
  const [command = '', ...words] = as;
  return {
    name,
    uid: Number(stdout),
    as,
    async runbook(given, options) {
      const called = await execa(command, [...words, process.execPath, cli, ...given], {
        stdin: 'ignore',
        reject: false,
        ...options,
      });
      return { status: called.exitCode, stdout: String(called.stdout), stderr: String(called.stderr) };
    },
  };
}

function upwards(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...upwards(above)];
}

function isOpenToAll(path: string): boolean {
  accessSync(path, constants.R_OK);
  return true;
}
