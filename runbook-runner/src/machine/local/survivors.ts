import type { ProcessMark, Survivor } from '../machine.ts';
import type { Process } from './process-table.ts';
import {
  commandLine,
  environmentMentions,
  environmentValue,
  hasInEnvironment,
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
      });
    }
  };
  if (leads && leader) add([leader], 'leader', true);
  add(marked, 'marker', true);
  add(descendants, 'descendant', true);
  add(grouped, 'group', proven);
  return [...found.values()];
}

/**
 * The marks of the processes of the steps whose session is kept below this folder. The start of
 * a leader that is gone is not known: its number then names only those of its group that carry the marker.
 */
export async function findMarks(folder: string): Promise<readonly ProcessMark[]> {
  const bootId = readBootId();
  const marks = new Map<string, ProcessMark>();
  for (const { pid, session } of readProcesses()) {
    if (!environmentMentions(pid, `${KEPT_NAME}=${folder}/`)) continue;
    const marker = environmentValue(pid, MARKER_NAME);
    if (marker === null || marks.has(marker)) continue;
    const leads = hasInEnvironment(session, `${MARKER_NAME}=${marker}`);
    marks.set(marker, { pid: session, startTime: (leads && readProcess(session)?.startTime) || '', bootId, marker });
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
