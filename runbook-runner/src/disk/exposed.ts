import type { Stats } from 'node:fs';
import { lstatSync, readlinkSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { accountName, findGroup, isPrivateGroup } from './group.ts';

/**
 * The first place through which an account that is not trusted could change what is at `path`: the file, a folder above it, or
 * a symbolic link on the way; null: there is none. What does not exist yet is judged by what is above it.
 */
export function exposedPlace(path: string, trust: Trust): Exposure | null {
  for (const place of placesOf(resolve(path))) {
    const found = look(place);
    const by = found && exposedBy(found, trust);
    if (by) return { place, by };
  }
  return null;
}

export interface Trust {
  /** Accounts whose files are as good as ours. */
  readonly accounts: readonly number[];
  /** Groups in which all are trusted. */
  readonly groups: readonly number[];
}

export interface Exposure {
  readonly place: string;
  readonly by:
    | { readonly kind: 'owner'; readonly uid: number }
    | { readonly kind: 'group'; readonly gid: number }
    | { readonly kind: 'all' };
}

/** Who could write there, in French. */
export function describeExposure({ place, by }: Exposure): string {
  switch (by.kind) {
    case 'owner':
      return `${place} appartient à un autre compte (${accountName(by.uid)}, uid ${by.uid})`;
    case 'group':
      return `le groupe « ${findGroup(String(by.gid))?.name ?? by.gid} » peut écrire dans ${place}`;
    case 'all':
      return `tout le monde peut écrire dans ${place}`;
  }
}

/**
 * All that the system goes through to reach the path, the nearest first: each folder, and each link with the folders of where it
 * leads. As the system does it, `..` after a link is above where that leads, and no more than forty links are followed.
 */
function placesOf(path: string): readonly string[] {
  const places = new Set(['/']);
  const names = path.split('/');
  let at = '/';
  for (let links = 0; names.length > 0 && links <= MOST_LINKS; ) {
    const next = join(at, names.shift() ?? '');
    places.add(next);
    if (look(next)?.isSymbolicLink() !== true) {
      at = next;
      continue;
    }
    links += 1;
    const to = readlinkSync(next);
    if (isAbsolute(to)) at = '/';
    names.unshift(...to.split('/'));
  }
  return [...places].reverse();
}

const MOST_LINKS = 40;

/** Null: it is not there, or this account cannot go so far; what opens it will say so. */
function look(place: string): Stats | null {
  try {
    return lstatSync(place);
  } catch (error) {
    if (OUT_OF_REACH.includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

const OUT_OF_REACH: readonly string[] = ['ENOENT', 'EACCES', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'];

function exposedBy(found: Stats, { accounts, groups }: Trust): Exposure['by'] | null {
  const { uid, gid, mode } = found;
  if (!accounts.includes(uid)) return { kind: 'owner', uid };
  // A link has no mode of its own; in a sticky folder, such as /tmp, nobody replaces another's file.
  if (found.isSymbolicLink() || (found.isDirectory() && (mode & 0o1000) !== 0)) return null;
  if ((mode & 0o002) !== 0) return { kind: 'all' };
  if ((mode & 0o020) === 0 || gid === 0 || groups.includes(gid) || isPrivateGroup(gid, accounts)) return null;
  return { kind: 'group', gid };
}
