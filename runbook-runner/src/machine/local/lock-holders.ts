import { closeSync, fchmodSync, lstatSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { LockRecord } from '../lock-record.ts';
import { lockRecordSchema } from '../lock-record.ts';

/**
 * Writes down who holds the lock of `path`, in a file beside it of this run and this account: no account can replace that of
 * another, which may have begun the run.
 */
export function writeHolder(path: string, record: LockRecord): void {
  removeHolder(path, record.runId);
  const fd = openSync(holderFile(path, record.runId), 'wx', 0o644);
  try {
    // Whatever the umask: the others must read who it is.
    fchmodSync(fd, 0o644);
    writeFileSync(fd, `${JSON.stringify(record)}\n`);
  } finally {
    closeSync(fd);
  }
}

export function removeHolder(path: string, runId: string): void {
  rmSync(holderFile(path, runId), { force: true });
}

function holderFile(path: string, runId: string): string {
  return `${path}.${runId}.${userInfo().uid}`;
}

/** Those that are written down, oldest first: who holds the lock, and those that died with it. */
export function readHolders(path: string): readonly LockRecord[] {
  const prefix = `${basename(path)}.`;
  return (
    readdirSync(dirname(path))
      .filter((name) => name.startsWith(prefix))
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
