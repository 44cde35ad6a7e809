import { chmodSync, closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCause } from '../../disk/cause.ts';
import { FlockError, flock } from '../../disk/flock.ts';
import { makeOpenFolders } from '../../disk/folder.ts';
import { Failure } from '../../failure.ts';
import type { LockRecord } from '../lock-record.ts';
import type { LockAttempt, LockMode } from '../machine.ts';
import { forgetRun, isWritten, readHolders, removeHolder, writeHolder } from './lock-holders.ts';

/**
 * Takes the lock of a target, or tells who holds it. Never waits.
 *
 * The lock is the kernel's (`flock`) on the file `path`, which every account of the machine opens and nobody replaces. The
 * runner holds its descriptor: the lock is free the moment it dies, however it dies, and no step inherits it.
 * @throws Failure `cannot-run` when the lock cannot be tried at all (no `flock`, folder not writable).
 */
export async function acquireLock(path: string, mode: LockMode, record: LockRecord): Promise<LockAttempt> {
  for (;;) {
    const fd = openLockFile(path);
    try {
      if (!(await taken(fd, mode, path))) {
        closeSync(fd);
        return { ok: false, holder: readHolders(path).at(-1) ?? null };
      }
      if (!isStillAt(fd, path)) {
        // Somebody removed the file between the two: the lock that others try is on another one.
        closeSync(fd);
        continue;
      }
      // Nobody else holds an exclusive lock: whoever is written down died.
      const abandoned = mode === 'exclusive' ? abandonedHolders(path, record) : [];
      // What a dead runner wrote of the run that goes on stays until that run is ours.
      const resumes = isWritten(path, record.runId);
      if (!resumes) write(path, record);
      return held(fd, path, record, { abandoned, resumes });
    } catch (error) {
      closeQuietly(fd);
      throw error;
    }
  }
}

function held(fd: number, path: string, record: LockRecord, { abandoned, resumes }: Found): LockAttempt {
  let open = true;
  let ours = false;
  return {
    ok: true,
    abandoned,
    begin() {
      write(path, { ...record, begun: true });
      ours = true;
    },
    isCurrent: () => open && isStillAt(fd, path),
    async release() {
      if (!open) return;
      open = false;
      try {
        if (ours) forgetRun(path, record.runId);
        else if (!resumes) removeHolder(path, record.runId);
      } finally {
        closeSync(fd);
      }
    },
  };
}

interface Found {
  readonly abandoned: readonly LockRecord[];
  /** Whether this account has had the lock for the same run before, and did not come to release it. */
  readonly resumes: boolean;
}

function write(path: string, record: LockRecord): void {
  try {
    writeHolder(path, record);
  } catch (error) {
    throw cannotLock(path, `son détenteur ne peut pas être écrit (${systemCause(error)})`);
  }
}

/** A run whose journal was never made did nothing, and nobody could resume or close it. */
function abandonedHolders(path: string, { runId }: LockRecord): readonly LockRecord[] {
  return readHolders(path).filter((holder) => holder.begun && holder.runId !== runId);
}

/**
 * Opens the file, made at its first use with its folder. `fs.protected_regular` forbids even root to open another account's file of a
 * shared folder with O_CREAT: it is only given when the file does not exist.
 */
function openLockFile(path: string): number {
  for (;;) {
    try {
      return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw cannotLock(path, systemCause(error));
    }
    makeLockFolder(path);
    try {
      const fd = openSync(path, constants.O_RDONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
      // Whatever the umask: the other accounts must open it.
      fchmodSync(fd, 0o644);
      return fd;
    } catch (error) {
      // Another may have made it since.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotLock(path, systemCause(error));
    }
  }
}

/** Every account makes files in it and removes its own, as in /run/lock. */
function makeLockFolder(path: string): void {
  const folder = dirname(path);
  try {
    if (makeOpenFolders(folder)) chmodSync(folder, 0o1777);
  } catch (error) {
    throw cannotLock(path, systemCause(error));
  }
}

async function taken(fd: number, mode: LockMode, path: string): Promise<boolean> {
  try {
    return await flock(fd, mode);
  } catch (error) {
    if (!(error instanceof FlockError)) throw error;
    throw cannotLock(path, error.message, error.action ?? undefined);
  }
}

function isStillAt(fd: number, path: string): boolean {
  const [ours, there] = [fstatSync(fd), lstatSync(path, { throwIfNoEntry: false })];
  return there !== undefined && there.ino === ours.ino && there.dev === ours.dev;
}

function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // It was closed already.
  }
}

function cannotLock(
  path: string,
  reason: string,
  action = 'vérifiez ce fichier et les droits de son dossier',
): Failure {
  return new Failure('cannot-run', {
    message: `le verrou de la cible ne peut pas être pris : ${reason}`,
    where: path,
    action,
  });
}
