import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemCause } from '../../disk/cause.ts';
import { SessionError } from '../../session/session-error.ts';
import { preparePrivateFolder } from './private-folder.ts';
import { environmentMentions, readBootId, readProcess, readProcesses } from './process-table.ts';

/**
 * Makes the folder of what one session needs while it is open, in that of this account's sessions. Its name says which
 * process made it, so that it is never without its owner for those that sweep.
 * @throws SessionError
 */
export function makeSessionFolder(sessions: string): string {
  preparePrivateFolder(sessions);
  for (let number = 0; ; number += 1) {
    const folder = join(sessions, `${ownerName(process.pid)}-${number}`);
    try {
      mkdirSync(folder, { mode: 0o700 });
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new SessionError(`Le dossier de session ${folder} ne peut pas être créé (${systemCause(error)}).`);
    }
  }
}

/**
 * Removes the folders of sessions that killed runners left, whatever run they were of. That of a living runner, or that a
 * step of a dead one still uses, is left.
 */
export function sweepSessions(sessions: string): void {
  const left = names(sessions).filter((name) => !isOwned(name));
  if (left.length === 0) return;
  const processes = readProcesses();
  for (const name of left) {
    const folder = join(sessions, name);
    // What a step started has the commands of its services in its PATH.
    if (processes.some(({ pid }) => environmentMentions(pid, `${folder}/`))) continue;
    rmSync(folder, { recursive: true, force: true });
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function isOwned(name: string): boolean {
  const [pid = '', startTime, boot] = name.split('-');
  return `${pid}-${startTime}-${boot}` === ownerName(Number(pid));
}

/** Names one process for ever: its number, its start and the boot. */
function ownerName(pid: number): string {
  return `${pid}-${readProcess(pid)?.startTime ?? 'ended'}-${readBootId().slice(0, 8)}`;
}
