import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ownAccess } from '../disk/access.ts';
import { findGroup } from '../disk/group.ts';
import { Failure } from '../failure.ts';
import type { RunRoot } from '../journal/runs.ts';
import type { Target } from '../targets/target.ts';
import type { Io } from './io.ts';
import { checkGroupFolder, groupFolder, isInGroup, operatorsFolder, rootFolder } from './operators.ts';
import { stateRoot } from './state-root.ts';

/**
 * Where a new run of a target is kept: with all its operators when the target names them, else with this account.
 * @throws Failure `refused` when this account is none of them, or when that folder cannot be trusted.
 */
export function newRunRoot({ name, operators, file }: Target, io: Io): RunRoot {
  if (operators === null) return ownRoot(io);
  return operators === 'root' ? rootFolder(name, io) : groupFolder({ target: name, group: operators, file }, io);
}

/** Every place where this account may find runs, its own first; and why others were left out. */
export function knownRoots(io: Io): KnownRoots {
  const roots: RunRoot[] = [ownRoot(io)];
  const refused: Failure[] = [];
  for (const name of names(operatorsFolder(io))) {
    try {
      const root = sharedRoot(name, io);
      if (root !== null) roots.push(root);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      refused.push(error);
    }
  }
  return { roots, refused };
}

export interface KnownRoots {
  readonly roots: readonly RunRoot[];
  readonly refused: readonly Failure[];
}

function ownRoot(io: Io): RunRoot {
  return { folder: stateRoot(io), access: ownAccess };
}

/** Null: it is not for this account to see. */
function sharedRoot(name: string, io: Io): RunRoot | null {
  if (name === 'root') return io.account.uid === 0 ? rootFolder(null, io) : null;
  const group = findGroup(name);
  if (group === null || group.name !== name || !isInGroup(group.gid, io)) return null;
  const folder = join(operatorsFolder(io), name);
  checkGroupFolder(folder, group);
  return { folder, access: { kind: 'group', name, gid: group.gid } };
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
