import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { LockRecord } from '../lock-record.ts';
import { lockRecordSchema } from '../lock-record.ts';

/** Writes down who holds the lock of `path`, in a file of its own beside it: no account can replace another's. */
export function writeHolder(path: string, record: LockRecord): void {
  const file = `${path}.${record.runId}`;
  removeHolder(path, record.runId);
  try {
    writeFileSync(file, `${JSON.stringify(record)}\n`, { flag: 'wx', mode: 0o644 });
  } catch (error) {
    // Another account began this run: its own record still tells which run holds the lock.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

export function removeHolder(path: string, runId: string): void {
  try {
    rmSync(`${path}.${runId}`, { force: true });
  } catch (error) {
    // Of another account, in a folder that all share.
    if (!['EPERM', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** Those that are written down, oldest first: who holds the lock, and those that died with it. */
export function readHolders(path: string): readonly LockRecord[] {
  const prefix = `${basename(path)}.`;
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix))
    .flatMap((name) => readHolder(join(dirname(path), name)) ?? [])
    .filter(({ runId }, index, all) => all.findIndex((other) => other.runId === runId) === index)
    .toSorted((a, b) => Number(a.since > b.since) - Number(a.since < b.since));
}

function readHolder(file: string): LockRecord | null {
  try {
    if (!lstatSync(file).isFile()) return null;
    return lockRecordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
