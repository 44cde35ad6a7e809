import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

/**
 * What /proc says of one process, or null when it is gone.
 * A zombie counts as gone: it runs nothing and holds nothing.
 */
export function readProcess(pid: number): Process | null {
  const stat = read(`/proc/${pid}/stat`);
  // The command's name is in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group, session] = fields;
  const startTime = fields[19];
  if (startTime === undefined || state === 'Z' || state === 'X') return null;
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    startTime,
    name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
  };
}

/** Every process that this user may see. */
export function readProcesses(): readonly Process[] {
  return processIds()
    .map(readProcess)
    .filter((process) => process !== null);
}

/** Their numbers, zombies among them. */
export function processIds(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Whether the environment that the process was started with holds exactly `NAME=value`. */
export function hasInEnvironment(pid: number, assignment: string): boolean {
  return `\0${read(`/proc/${pid}/environ`)}\0`.includes(`\0${assignment}\0`);
}

/** What the environment that the process was started with gives to a name; null: nothing. */
export function environmentValue(pid: number, name: string): string | null {
  const entry = read(`/proc/${pid}/environ`)
    .split('\0')
    .find((text) => text.startsWith(`${name}=`));
  return entry?.slice(name.length + 1) ?? null;
}

/** Whether the environment that the process was started with holds this text anywhere. */
export function environmentMentions(pid: number, text: string): boolean {
  return read(`/proc/${pid}/environ`).includes(text);
}

/** The account of a process; null: it is gone. */
export function ownerOf(pid: number): number | null {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid ?? null;
}

/** The words of a process's command line, for display; its name when there are none. */
export function commandLine(process: Process): string {
  return read(`/proc/${process.pid}/cmdline`).replace(/\0/g, ' ').trim() || process.name;
}

/** Changes at every boot of the machine: a process id means nothing across boots. */
export function readBootId(): string {
  bootId ??= read('/proc/sys/kernel/random/boot_id').trim();
  return bootId;
}

/** This process does not outlive its boot. */
let bootId: string | undefined;

/** The namespace of process numbers that this process is in: a container has its own, and sees no process of others. */
export function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
  } catch {
    return '0'; // Not said here.
  }
}

/** A process may end between two lines here; what cannot be read is empty. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Clock ticks since boot, as in field 22 of /proc/PID/stat: with the pid, names one process of one boot. */
  readonly startTime: string;
  readonly name: string;
}
