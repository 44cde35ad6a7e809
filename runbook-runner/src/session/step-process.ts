import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { kill } from 'node:process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Drain, drain } from './drain.ts';
import { findOutputHolders } from './output-holders.ts';
import type { Mailbox, Pipe, Pipes } from './pipe.ts';
import { readBootId, readProcess } from './process-table.ts';
import { type Record, readRecord } from './record.ts';
import { systemCause } from './session-error.ts';
import { type Patience, type StopSignal, stopProcesses } from './stop.ts';
import { findSurvivors, MARKER_NAME, type ProcessMark, type Survivor } from './survivors.ts';

/**
 * One bash for one text: started, held at its gate until the caller has written down that it exists, followed to its
 * end, its output read to the last byte. See docs/decisions/0003.
 */
export async function runProcess(launch: Launch): Promise<Ended | NotBegun> {
  const { outputs, record } = await launch.pipes.open(launch.stdio === 'captured' ? 2 : 0);
  try {
    return await follow(launch, outputs, record);
  } finally {
    record.close();
  }
}

async function follow(launch: Launch, pipes: readonly Pipe[], record: Mailbox): Promise<Ended | NotBegun> {
  const nonce = randomBytes(16).toString('hex');
  const marker = randomBytes(16).toString('hex');
  const child = start(launch, marker, pipes, record);
  for (const pipe of [...pipes, record]) pipe.closeWriter();
  const drains = pipes.map((pipe, index) =>
    drain(pipe.stream, (chunk) => launch.onOutput(index === 0 ? 'stdout' : 'stderr', chunk)),
  );
  if (child.pid === undefined) {
    const [error] = await once(child, 'error');
    for (const pipe of pipes) pipe.stream.destroy();
    return { begun: false, reason: `bash ne démarre pas : ${launch.bash} (${systemCause(error)})` };
  }
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const gate = child.stdio[3] as Writable;
  // The step may leave without reading all of the word.
  gate.on('error', () => undefined);
  // bash is waiting at its gate: it cannot be gone, nor its number be another's.
  const mark = { pid: child.pid, startTime: readProcess(child.pid)?.startTime ?? '', bootId: readBootId(), marker };

  try {
    launch.writeFiles();
    await launch.onStarted(mark);
  } catch (error) {
    gate.destroy();
    await exit;
    throw error;
  }
  const begin = performance.now();
  if (launch.signal.aborted) gate.destroy();
  else gate.end(gateMessage(nonce, launch.secrets));
  const stopping = stopOnAbort(mark, launch);
  const [status, signal] = await exit;
  const durationMs = performance.now() - begin;
  const stopped = await stopping.finish();
  const survivors = await drainAll(drains, pipes, mark, stopped.survivors);
  gate.destroy();

  const said = readRecord(record.take().toString('latin1'), nonce);
  if (!said.begun) return { begun: false, reason: whyNotBegun(said, launch, status, signal) };
  return { begun: true, status, signal, durationMs, record: said, survivors, stoppedBy: stopped.signal };
}

/** Milliseconds that what a step leaves behind is given to close the step's output. */
const OUTPUT_GRACE = 500;

function start(launch: Launch, marker: string, pipes: readonly Pipe[], record: Mailbox): ChildProcess {
  const prelude = fileURLToPath(new URL('../../shell/prelude.sh', import.meta.url));
  const startup = launch.script === null ? ['--rcfile', prelude, '-i'] : ['--norc', launch.script];
  const [stdout, stderr] = pipes;
  return spawn(launch.bash, ['--noprofile', ...startup], {
    // The folder of the session is entered by the prelude, which says when it is gone.
    cwd: '/',
    // A process session of its own: its group can be stopped whole. With the terminal it must stay in the terminal's.
    detached: launch.stdio === 'captured',
    env: {
      ...withoutStartupVariables(launch.env),
      // bash expands this name: a path written here would have its dollars and backquotes expanded.
      BASH_ENV: '$RB_PRELUDE',
      RB_PRELUDE: prelude,
      RB_STATE: launch.stateCommands,
      [MARKER_NAME]: marker,
    },
    stdio:
      stdout && stderr
        ? ['ignore', stdout.writer, stderr.writer, 'pipe', record.writer]
        : [...(launch.stdio as Terminal), 'pipe', record.writer],
  });
}

/** What would change how bash starts (POSIXLY_CORRECT makes it skip BASH_ENV, and so the gate) or shadow the prelude. */
function withoutStartupVariables(env: Readonly<{ [name: string]: string }>): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(BASH_ENV|ENV|POSIXLY_CORRECT|SHELLOPTS|BASHOPTS|BASH_FUNC_.*)$/.test(name),
    ),
  );
}

function gateMessage(nonce: string, secrets: ReadonlyMap<string, string>): string {
  return `${[nonce, ...[...secrets].flat(), nonce].join('\0')}\0`;
}

function stopOnAbort(mark: ProcessMark, { signal, patience }: Launch) {
  let stopping: ReturnType<typeof stopProcesses> | null = null;
  const stop = () => {
    stopping = stopProcesses(mark, patience);
  };
  if (!signal.aborted) signal.addEventListener('abort', stop, { once: true });
  return {
    finish: async () => {
      signal.removeEventListener('abort', stop);
      return (await stopping) ?? { signal: null, survivors: [] };
    },
  };
}

/** @returns what of the step is still alive, among it whoever holds the step's output open. */
async function drainAll(
  drains: readonly Drain[],
  pipes: readonly Pipe[],
  mark: ProcessMark,
  known: readonly Survivor[],
): Promise<readonly Survivor[]> {
  const finished = await Promise.all(drains.map((one) => one.finish(OUTPUT_GRACE)));
  const held = pipes.filter((_, index) => !finished[index]);
  if (held.length === 0 && known.length === 0 && !hasGroup(mark.pid)) return [];
  const found = await findSurvivors(mark);
  const all = [...found, ...known, ...findOutputHolders(held.map(({ inode }) => inode))];
  return all.filter(({ pid }, index) => all.findIndex((one) => one.pid === pid) === index);
}

function hasGroup(pid: number): boolean {
  try {
    return kill(-pid, 0);
  } catch {
    return false;
  }
}

function whyNotBegun(record: Record, launch: Launch, status: number | null, signal: string | null): string {
  if (record.refused === 'cwd') return 'le dossier courant de la session n’existe plus ou n’est plus accessible';
  if (record.refused !== null) return `l’état de la session ne se recharge pas (${record.refused})`;
  if (launch.signal.aborted) return 'interrompue avant de commencer';
  return `bash s’est arrêté avant de commencer (${signal ?? `statut ${status}`})`;
}

/** The descriptors of a terminal's input, output and errors. */
export type Terminal = readonly [number, number, number];

export interface Launch {
  readonly bash: string;
  /** The file whose text runs; null: an interactive shell. */
  readonly script: string | null;
  /** The file of commands that restores the state. */
  readonly stateCommands: string;
  /** Writes both: while bash is on its way to the gate, since it reads them behind it. */
  readonly writeFiles: () => void;
  readonly env: Readonly<{ [name: string]: string }>;
  readonly secrets: ReadonlyMap<string, string>;
  readonly pipes: Pipes;
  readonly stdio: 'captured' | Terminal;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  readonly onStarted: (mark: ProcessMark) => Promise<void>;
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Uint8Array) => void | Promise<void>;
}

export interface Ended {
  readonly begun: true;
  /** Null: ended by `signal`. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly durationMs: number;
  readonly record: Record;
  readonly survivors: readonly Survivor[];
  /** The last signal that was needed to stop it, when it was. */
  readonly stoppedBy: StopSignal | null;
}

export interface NotBegun {
  readonly begun: false;
  /** In French. */
  readonly reason: string;
}
