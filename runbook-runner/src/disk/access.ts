import { openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolders, syncFolder } from './folder.ts';

/** Who may read and write what is kept: this account alone, or every member of a group. */
export type Access =
  | { readonly kind: 'account' }
  | { readonly kind: 'group'; readonly name: string; readonly gid: number };

export const ownAccess: Access = { kind: 'account' };

/**
 * Makes a folder and the missing ones above it. What is made in a folder of a group is the group's (setgid).
 * @returns the highest that was made; null: all were there.
 */
export function makeFolder(path: string, access: Access): string | null {
  return withMask(access, () => makeFolders(path, access.kind === 'group' ? 0o770 : 0o700));
}

/** The same, so that a power cut cannot take any of them away again. */
export function makeDurableFolder(path: string, access: Access): void {
  const first = makeFolder(resolve(path), access);
  if (first === null) return;
  const highest = dirname(first);
  for (let folder = resolve(path); folder !== highest; ) {
    folder = dirname(folder);
    syncFolder(folder);
  }
}

export function openFile(path: string, flags: string | number, access: Access): number {
  return withMask(access, () => openSync(path, flags, access.kind === 'group' ? 0o660 : 0o600));
}

/**
 * An umask of 077 would shut the others out. It is set for the one call, which nothing can interrupt: the steps begin with the
 * operator's own, and what is made is never seen with other rights than those it keeps.
 */
function withMask<T>(access: Access, make: () => T): T {
  if (access.kind === 'account') return make();
  const mask = process.umask(0o007);
  try {
    return make();
  } finally {
    process.umask(mask);
  }
}
