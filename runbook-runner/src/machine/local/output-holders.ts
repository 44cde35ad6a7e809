import { readdirSync, statSync } from 'node:fs';
import { pid as reader } from 'node:process';
import type { Survivor } from '../machine.ts';
import { commandLine, readProcesses } from './process-table.ts';

/** The processes that hold one of these pipes open: whatever they have changed of themselves, they are found here. */
export function findOutputHolders(inodes: readonly number[]): readonly Survivor[] {
  if (inodes.length === 0) return [];
  return readProcesses()
    .filter(({ pid }) => pid !== reader && holds(pid, inodes))
    .map((process) => ({
      pid: process.pid,
      startTime: process.startTime,
      command: commandLine(process),
      by: 'output',
      certain: true,
    }));
}

function holds(pid: number, inodes: readonly number[]): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => inodeOf(`/proc/${pid}/fd/${fd}`, inodes));
  } catch {
    return false; // Gone, or another user's.
  }
}

function inodeOf(path: string, inodes: readonly number[]): boolean {
  try {
    const status = statSync(path);
    return status.isFIFO() && inodes.includes(status.ino);
  } catch {
    return false;
  }
}
