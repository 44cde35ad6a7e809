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

/** Whether nobody but these accounts is in the group: many systems give each account a group of its own. */
export function isPrivateGroup(gid: number, accounts: readonly number[]): boolean {
  const group = findGroup(String(gid));
  if (group === null) return true;
  const known = getent('passwd').map((line) => line.split(':'));
  const trusted = new Set(known.filter(([, , uid]) => accounts.includes(Number(uid))).map(([name]) => name));
  const own = known.filter(([, , , primary]) => Number(primary) === gid).map(([name = '']) => name);
  return [...group.members, ...own].every((name) => trusted.has(name));
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
