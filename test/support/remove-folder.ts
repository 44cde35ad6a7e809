import { readlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { environmentMentions, readProcesses } from '../../runbook-runner/src/machine/local/process-table.ts';
import { until } from './until.ts';

/**
 * Removes the folder of a test, once everything that was started in it has ended: a step whose runner was killed
 * still writes there, and a folder that is written to cannot be removed.
 */
export async function removeFolder(folder: string): Promise<void> {
  await until(() => {
    const left = processesOf(folder);
    for (const pid of left) end(pid);
    return left.length === 0;
  });
  await rm(folder, { recursive: true, force: true });
}

/** What was started in a folder, whoever its parent is now, or mentions it in its environment. */
export function processesOf(folder: string): readonly number[] {
  return readProcesses()
    .map(({ pid }) => pid)
    .filter((pid) => pid !== process.pid && livesIn(pid, folder));
}

function livesIn(pid: number, folder: string): boolean {
  return environmentMentions(pid, folder) || workingDirectory(pid).startsWith(folder);
}

function workingDirectory(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended since.
  }
}
