import { accountName } from '../../disk/group.ts';
import { ownUid } from '../../disk/own-account.ts';
import type { ProcessMark, Survivor } from '../machine.ts';
import type { Process } from './process-table.ts';
import {
  commandLine,
  environmentMentions,
  environmentValue,
  hasInEnvironment,
  ownerOf,
  readBootId,
  readProcess,
  readProcesses,
} from './process-table.ts';

/** The name of the environment variable that every descendant of a step inherits. */
export const MARKER_NAME = 'RB_STEP';

/** The folder in which the session of its step is kept. */
export const KEPT_NAME = 'RB_KEPT';

/**
 * The processes of a step that are still alive: its own, those of its group or session, its descendants, and those
 * that carry its marker. Never a process that only has the same number: start time and boot are compared.
 */
export async function findSurvivors(mark: ProcessMark): Promise<readonly Survivor[]> {
  if (mark.bootId !== readBootId()) return [];
  const foreign = foreignAccount(mark);
  if (foreign !== null && readProcess(1) === null) return [hiddenBy(mark, foreign.name)];
  const all = readProcesses();
  const leader = all.find((process) => process.pid === mark.pid);
  const leads = leader?.startTime === mark.startTime;
  // A number in use as a group or a session is not given to a new process: another start time means that both are gone.
  const grouped =
    leader !== undefined && !leads ? [] : all.filter((one) => one.group === mark.pid || one.session === mark.pid);
  const marked = all.filter((one) => hasInEnvironment(one.pid, `${MARKER_NAME}=${mark.marker}`));
  const descendants = leads ? descendantsOf(mark.pid, all) : [];
  // Nobody marked and no leader: the number may have been reused by a leader that is gone too. Named, never signalled.
  const proven = leads || marked.some((one) => one.group === mark.pid || one.session === mark.pid);
  const found = new Map<number, Survivor>();
  const add = (processes: readonly Process[], by: Survivor['by'], certain: boolean) => {
    for (const process of processes) {
      if (found.has(process.pid)) continue;
      found.set(process.pid, {
        pid: process.pid,
        startTime: process.startTime,
        command: commandLine(process),
        by,
        certain,
        ...(foreign === null ? {} : { foreign: foreign.name }),
      });
    }
  };
  if (leads && leader) add([leader], 'leader', true);
  add(marked, 'marker', true);
  add(descendants, 'descendant', true);
  add(grouped, 'group', proven);
  if (foreign !== null) add(unseenOf(mark, foreign.uid, all), 'account', false);
  return [...found.values()];
}

/** The account of a step whose processes we may neither examine nor signal; null: we may. */
function foreignAccount({ uid }: ProcessMark): { readonly uid: number; readonly name: string } | null {
  const own = ownUid();
  return uid === undefined || own === 0 || own === uid ? null : { uid, name: accountName(uid) };
}

/**
 * What may be of a step of another account: its marker cannot be read there. Those of its processes that began after the step
 * and that nothing older of that account started, as an orphan of the step is; not its sessions, which a login starts.
 */
function unseenOf(mark: ProcessMark, uid: number, all: readonly Process[]): readonly Process[] {
  const younger = new Map(
    all
      .filter(({ pid, startTime }) => Number(startTime) >= Number(mark.startTime) && ownerOf(pid) === uid)
      .map((one) => [one.pid, one]),
  );
  const isOrphan = ({ parent, name }: Process): boolean => {
    const above = younger.get(parent);
    if (above !== undefined) return isOrphan(above);
    // A manager of the account's services that began with a later login is no step's.
    return name !== 'systemd' && (parent === 1 || all.some(({ pid, name }) => pid === parent && name === 'systemd'));
  };
  return [...younger.values()].filter(isOrphan);
}

/** The system shows us no process of others (hidepid): the step may run as well as not. */
function hiddenBy({ pid, startTime }: ProcessMark, foreign: string): Survivor {
  const command = 'processus que cette machine ne montre pas aux autres comptes';
  return { pid, startTime, command, by: 'account', certain: false, foreign };
}

/**
 * The marks of the processes of the steps whose session is kept below this folder, one a step. A step whose output is captured
 * has a session of its own, whose number names all of it. In that of a terminal there are others, and once the shell of the step
 * is gone only a process that carries the marker is known to be of it. The start of a leader that is gone is not known.
 */
export async function findMarks(folder: string): Promise<readonly ProcessMark[]> {
  const bootId = readBootId();
  const marks = new Map<string, ProcessMark>();
  for (const { pid, group, session } of readProcesses()) {
    if (!environmentMentions(pid, `${KEPT_NAME}=${folder}/`)) continue;
    const marker = environmentValue(pid, MARKER_NAME);
    if (marker === null || marks.has(marker)) continue;
    const leads = hasInEnvironment(session, `${MARKER_NAME}=${marker}`);
    const startTime = (leads && readProcess(session)?.startTime) || '';
    marks.set(marker, { pid: leads || group === session ? session : pid, startTime, bootId, marker });
  }
  return [...marks.values()];
}

/** Whether this very process, and not another of the same number, is still alive. */
export function isAlive(process: { readonly pid: number; readonly startTime: string }): boolean {
  return readProcess(process.pid)?.startTime === process.startTime;
}

function descendantsOf(pid: number, all: readonly Process[]): readonly Process[] {
  const children = all.filter((process) => process.parent === pid);
  return children.flatMap((child) => [child, ...descendantsOf(child.pid, all)]);
}
