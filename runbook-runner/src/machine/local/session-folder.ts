import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FlockError, flock } from '../../disk/flock.ts';
import { notMade, preparePrivateFolder } from './private-folder.ts';
import { environmentMentions, pidNamespace, readBootId, readProcess, readProcesses } from './process-table.ts';

/** What one session needs while it is open. */
export interface SessionFolder {
  readonly path: string;
  /** Removes it. */
  readonly remove: () => void;
}

/**
 * Makes the folder of a session in that of this account's sessions. Its name says which process made it, so that it is never
 * without its owner for those that sweep; the lock that this process holds in it says so to those that cannot see it.
 * @throws SessionError
 */
export async function makeSessionFolder(sessions: string): Promise<SessionFolder> {
  preparePrivateFolder(sessions);
  const path = makeFolder(sessions);
  const lock = await holdLock(path);
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      if (lock !== null) closeSync(lock);
    },
  };
}

function makeFolder(sessions: string): string {
  for (let number = 0; ; number += 1) {
    const folder = join(sessions, `${ownerName()}-${number}`);
    try {
      mkdirSync(folder, { mode: 0o700 });
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw notMade(folder, error);
    }
  }
}

/** The file of a session that the kernel locks as long as its runner lives; it is never there without its lock. */
const LOCK = 'vivant';

/** The locked descriptor; null where a file cannot be locked: then only who sees the process knows whether it lives. */
async function holdLock(folder: string): Promise<number | null> {
  const draft = join(folder, `${LOCK}.new`);
  let fd: number | null = null;
  try {
    fd = openSync(draft, 'wx', 0o600);
    await flock(fd, 'exclusive');
    renameSync(draft, join(folder, LOCK));
    return fd;
  } catch (error) {
    if (fd !== null) closeSync(fd);
    if (error instanceof FlockError) return null;
    throw notMade(draft, error);
  }
}

/** Whether nobody holds the lock of a session: false also when it has none, or it cannot be tried. */
async function isReleased(folder: string): Promise<boolean> {
  let fd: number;
  try {
    fd = openSync(join(folder, LOCK), 'r');
  } catch {
    return false;
  }
  try {
    return await flock(fd, 'exclusive');
  } catch (error) {
    if (error instanceof FlockError) return false;
    throw error;
  } finally {
    closeSync(fd);
  }
}

/**
 * Removes the folders of sessions that killed runners left, whatever run they were of. That of a living runner, or that a
 * step of a dead one still uses, is left, and so is what cannot be removed: no run depends on it.
 */
export async function sweepSessions(sessions: string): Promise<void> {
  const found = names(sessions).filter((name) => NAME.test(name));
  const owned = await Promise.all(found.map((name) => mayBeOwned(sessions, name)));
  const left = found.filter((_name, index) => !owned[index]);
  if (left.length === 0) return;
  const processes = readProcesses();
  for (const name of left) {
    const folder = join(sessions, name);
    // What a step started has the commands of its services in its PATH.
    if (processes.some(({ pid }) => environmentMentions(pid, `${folder}/`))) continue;
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Of another account, or mounted.
    }
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Namespace, number and start of a process, boot; and the number of the folder among those of that process. */
const NAME = /^\d+-\d+-\d+-[0-9a-f]{8}-\d+$/;

/** Whether the process that made it lives. One of another container with this home cannot be seen, but its lock can. */
async function mayBeOwned(sessions: string, name: string): Promise<boolean> {
  const [namespace = '', pid = '', startTime, boot] = name.split('-');
  if (boot !== bootName()) return false;
  if (namespace === pidNamespace()) return readProcess(Number(pid))?.startTime === startTime;
  return !(await isReleased(join(sessions, name)));
}

/** Names one process for ever. */
function ownerName(): string {
  return [pidNamespace(), process.pid, readProcess(process.pid)?.startTime, bootName()].join('-');
}

function bootName(): string {
  return readBootId().slice(0, 8);
}
