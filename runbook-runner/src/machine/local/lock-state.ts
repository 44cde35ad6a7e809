import type { Stats } from 'node:fs';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { LockMode, LockState } from '../machine.ts';
import { readHolders } from './lock-holders.ts';
import { pidNamespace, readProcesses } from './process-table.ts';

/** Who holds the lock on the file `path`, as the kernel tells it: to try the lock would be to take it. */
export function lockState(path: string): LockState {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file === undefined) return { path, held: 'no', holders: [] };
  const holders = readHolders(path);
  const held = modeIn(read('/proc/locks'), placeOf(file)) ?? modeOfProcesses(path);
  if (held !== null) return { path, held, holders };
  return { path, held: holders.length === 0 || seesAllLocks() ? 'no' : 'unknown', holders };
}

/** `1: FLOCK  ADVISORY  WRITE 4499 fe:00:4631340 0 EOF` */
function modeIn(locks: string, place: string): LockMode | null {
  for (const line of locks.split('\n')) {
    const [, kind, , access, , at] = line.trim().split(/\s+/);
    if (kind === 'FLOCK' && at === place) return access === 'WRITE' ? 'exclusive' : 'shared';
  }
  return null;
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
  for (const { pid } of readProcesses()) {
    for (const fd of names(`/proc/${pid}/fd`)) {
      if (target(`/proc/${pid}/fd/${fd}`) !== path) continue;
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
