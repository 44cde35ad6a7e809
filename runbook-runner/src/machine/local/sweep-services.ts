import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readIfPresent } from '../../disk/read-if-present.ts';
import { environmentMentions, readBootId, readProcess, readProcesses } from './process-table.ts';

/** The folder of a session in which the commands of its services are, with their values. */
export const SERVICES = 'services';

/** Writes into a folder of services who made it, for those that sweep. */
export function signServices(services: string): void {
  writeFileSync(join(services, OWNER), ownerText(process.pid), { mode: 0o600 });
}

/**
 * Removes the commands of services that killed runners left beside `folder`, as the values in them may be secret. What a
 * living runner made, or a step of a dead one may still call, is left.
 */
export function sweepServices(folder: string): void {
  const around = dirname(folder);
  const left = readdirSync(around)
    .map((name) => join(around, name, SERVICES))
    .filter((services) => existsSync(services) && !isOwned(services));
  if (left.length === 0) return;
  const processes = readProcesses();
  for (const services of left) {
    // Those that may call them have the folder in their PATH.
    if (processes.some(({ pid }) => environmentMentions(pid, `${services}:`))) continue;
    rmSync(services, { recursive: true, force: true });
  }
}

const OWNER = '.owner';

function isOwned(services: string): boolean {
  const text = readIfPresent(join(services, OWNER));
  const pid = Number(text?.split(' ', 1)[0]);
  return text !== null && text === ownerText(pid);
}

/** Names one process for ever: its number, its start and the boot. */
function ownerText(pid: number): string {
  return `${pid} ${readProcess(pid)?.startTime ?? 'ended'} ${readBootId()}`;
}
