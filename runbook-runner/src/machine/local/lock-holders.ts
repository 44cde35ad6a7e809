import {
  closeSync,
  fchmodSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ownUid } from '../../disk/own-account.ts';
import type { LockRecord } from '../lock-record.ts';
import { lockRecordSchema } from '../lock-record.ts';

/**
 * Writes down who holds the lock of `path`, in a file beside it of this run and this account: no account can replace that of
 * another, which may have begun the run. It is whole at each moment, or as it was.
 */
export function writeHolder(path: string, record: LockRecord): void {
  const file = holderFile(path, record.runId);
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  const fd = openSync(draft, 'wx', 0o644);
  try {
    // Whatever the umask: the others must read who it is.
    fchmodSync(fd, 0o644);
    writeFileSync(fd, `${JSON.stringify(record)}\n`);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, file);
}

/** Whether this account has written down that it holds, or held, the lock for this run. */
export function isWritten(path: string, runId: string): boolean {
  return readHolder(holderFile(path, runId)) !== null;
}

/** Removes what this account has written of a run. */
export function removeHolder(path: string, runId: string): void {
  rmSync(holderFile(path, runId), { force: true });
}

/** Removes what is written of a run, also by those who had it before; in a folder that all share, only root can. */
export function forgetRun(path: string, runId: string): void {
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.${runId}.`)) continue;
    try {
      rmSync(join(dirname(path), name), { force: true });
    } catch (error) {
      if (!['EPERM', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}

function holderFile(path: string, runId: string): string {
  return `${path}.${runId}.${ownUid()}`;
}

/** Those that are written down, oldest first: who holds the lock, and those that died with it. */
export function readHolders(path: string): readonly LockRecord[] {
  const prefix = `${basename(path)}.`;
  return (
    readdirSync(dirname(path))
      .filter((name) => name.startsWith(prefix) && !name.endsWith('.new'))
      .flatMap((name) => readHolder(join(dirname(path), name)) ?? [])
      .toSorted((a, b) => Number(a.since > b.since) - Number(a.since < b.since))
      // Of a run that another account went on with, the last to have it.
      .filter(({ runId }, index, all) => all.findLastIndex((other) => other.runId === runId) === index)
  );
}

function readHolder(file: string): LockRecord | null {
  try {
    if (!lstatSync(file).isFile()) return null;
    return lockRecordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
