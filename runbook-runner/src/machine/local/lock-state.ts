import type { Stats } from 'node:fs';
import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { LockMode, LockState } from '../machine.ts';
import { readHolders } from './lock-holders.ts';
import { pidNamespace, readProcesses } from './process-table.ts';

/** Who holds the lock on the file `path`, as the kernel tells it: to try the lock would be to take it. */
export function lockState(path: string): LockState {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file === undefined) return { path, held: 'no', holders: [] };
  const holders = readHolders(path);
  const locks = listedLocks();
  const place = placeOf(file);
  const mode = locks.find(({ at }) => at === place)?.mode ?? modeOfProcesses(path);
  if (mode !== null) return { path, held: mode, holders };
  // On some file systems (btrfs) a file has another device than in the list of locks: the same number may be ours.
  const maybe = !seesAllLocks() || locks.some(({ at }) => at.endsWith(`:${file.ino}`));
  return { path, held: holders.length > 0 && maybe ? 'unknown' : 'no', holders };
}

/** `1: FLOCK  ADVISORY  WRITE 4499 fe:00:4631340 0 EOF` */
function listedLocks(): readonly { readonly at: string; readonly mode: LockMode }[] {
  return read('/proc/locks')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, kind]) => kind === 'FLOCK')
    .map(([, , , access, , at = '']) => ({ at, mode: access === 'WRITE' ? 'exclusive' : 'shared' }));
}

/** A device and a file, as the kernel writes them. */
function placeOf({ dev, ino }: Stats): string {
  const hex = (number: number): string => number.toString(16).padStart(2, '0');
  const major = Math.floor(dev / 256) % 4096;
  const minor = (dev % 256) + Math.floor(dev / 2 ** 20) * 256;
  return `${hex(major)}:${hex(minor)}:${ino}`;
}

// In a container the list above leaves out the locks whose taker has ended, as ours has; its descriptor still tells.
function modeOfProcesses(path: string): LockMode | null {
  const real = join(realpathSync(dirname(path)), basename(path));
  for (const { pid } of readProcesses()) {
    for (const fd of names(`/proc/${pid}/fd`)) {
      if (target(`/proc/${pid}/fd/${fd}`) !== real) continue;
      const line = /^lock:.*FLOCK.*(READ|WRITE)/m.exec(read(`/proc/${pid}/fdinfo/${fd}`));
      if (line) return line[1] === 'WRITE' ? 'exclusive' : 'shared';
    }
  }
  return null;
}

/** Whether this process is in the first namespace of process ids: elsewhere a holder may be out of sight. */
function seesAllLocks(): boolean {
  return pidNamespace() === '4026531836';
}

// A process may end, or belong to another account: what cannot be read is empty.
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}
