import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { notMade, preparePrivateFolder } from './private-folder.ts';
import { environmentMentions, pidNamespace, readBootId, readProcess, readProcesses } from './process-table.ts';

/**
 * Makes the folder of what one session needs while it is open, in that of this account's sessions. Its name says which
 * process made it, so that it is never without its owner for those that sweep.
 * @throws SessionError
 */
export function makeSessionFolder(sessions: string): string {
  preparePrivateFolder(sessions);
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

/**
 * Removes the folders of sessions that killed runners left, whatever run they were of. That of a living runner, or that a
 * step of a dead one still uses, is left, and so is what cannot be removed: no run depends on it.
 */
export function sweepSessions(sessions: string): void {
  const left = names(sessions).filter((name) => NAME.test(name) && !mayBeOwned(name));
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

/** Whether the process that made it lives; of those of another container with this home it cannot be seen. */
function mayBeOwned(name: string): boolean {
  const [namespace = '', pid = '', startTime, boot] = name.split('-');
  if (boot !== bootName()) return false;
  return namespace !== pidNamespace() || readProcess(Number(pid))?.startTime === startTime;
}

/** Names one process for ever. */
function ownerName(): string {
  return [pidNamespace(), process.pid, readProcess(process.pid)?.startTime, bootName()].join('-');
}

function bootName(): string {
  return readBootId().slice(0, 8);
}
