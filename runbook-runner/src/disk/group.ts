import { execFileSync } from 'node:child_process';

/** A group of the machine, as `getent` knows it (files, LDAP…); null: there is no such group. */
export function findGroup(nameOrNumber: string): Group | null {
  const [line] = getent('group', nameOrNumber);
  if (line === undefined) return null;
  const [name = '', , gid, members = ''] = line.split(':');
  return { name, gid: Number(gid), members: members.split(',').filter(Boolean) };
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  /** Names of those that the group lists; those whose own group it is are not among them. */
  readonly members: readonly string[];
}

/**
 * Whether the group is the own one of one of these accounts, which bears its name, and nobody else is in it: many systems give
 * each account such a group. Of another group it cannot be known who is in it, as a directory may list neither its accounts nor
 * the members of its groups.
 */
export function isPrivateGroup(gid: number, accounts: readonly number[]): boolean {
  const group = findGroup(String(gid));
  if (group === null) return false;
  const inIt = getent('passwd').filter((line) => Number(line.split(':')[3]) === gid);
  const names = [...group.members, ...inIt.map((line) => line.split(':')[0])];
  const trusted = accounts.map(accountName);
  return trusted.includes(group.name) && names.every((name) => name !== undefined && trusted.includes(name));
}

/** The account's name; its number when it has none. */
export function accountName(uid: number): string {
  return getent('passwd', String(uid))[0]?.split(':')[0] ?? String(uid);
}

/** Whether the account is in the group, whatever process it has. */
export function isMember(uid: number, gid: number): boolean {
  return output('id', ['--groups', '--', String(uid)])
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number)
    .includes(gid);
}

function getent(...words: readonly string[]): readonly string[] {
  return output('getent', words).split('\n').filter(Boolean);
}

/** Nothing when the command fails, as it does for a name that nobody has. */
function output(command: string, words: readonly string[]): string {
  try {
    return execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
