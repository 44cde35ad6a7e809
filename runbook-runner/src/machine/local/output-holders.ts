import { readdirSync, statSync } from 'node:fs';
import { pid as reader } from 'node:process';
import type { Survivor } from '../machine.ts';
import { commandLine, readProcesses } from './process-table.ts';

/**
 * The processes that hold one of these pipes open: whatever they have changed of themselves, they are found here. Each must
 * be open in this process too, or its name may be another pipe's since.
 */
export function findOutputHolders(pipes: readonly PipeName[]): readonly Survivor[] {
  if (pipes.length === 0) return [];
  return readProcesses()
    .filter(({ pid }) => pid !== reader && holds(pid, pipes))
    .map((process) => ({
      pid: process.pid,
      startTime: process.startTime,
      command: commandLine(process),
      by: 'output',
      certain: true,
    }));
}

function holds(pid: number, pipes: readonly PipeName[]): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => isOneOf(`/proc/${pid}/fd/${fd}`, pipes));
  } catch {
    return false; // Gone, or another user's.
  }
}

function isOneOf(path: string, pipes: readonly PipeName[]): boolean {
  try {
    const status = statSync(path);
    return status.isFIFO() && pipes.some(({ device, inode }) => device === status.dev && inode === status.ino);
  } catch {
    return false;
  }
}

/** Tells an open pipe from all others of the machine. */
export interface PipeName {
  readonly device: number;
  readonly inode: number;
}
