import { randomBytes } from 'node:crypto';
import { kill } from 'node:process';
import type { ShellReport } from '../../session/capture.ts';
import { readShellReport } from '../../session/capture.ts';
import type { ProcessMark, Stopped, Survivor } from '../machine.ts';
import { drain } from './drain.ts';
import type { PipeName } from './output-holders.ts';
import { findOutputHolders } from './output-holders.ts';
import { hasInEnvironment, processIds } from './process-table.ts';
import type { Exit, StartedBash } from './start-bash.ts';
import type { Patience } from './stop.ts';
import { stopProcesses } from './stop.ts';
import { findSurvivors, MARKER_NAME } from './survivors.ts';

/**
 * One bash for one text: held at its gate until the caller has written down that it exists, then followed to its end, its
 * output read to the last byte. See docs/decisions/0003.
 */
export async function followBash(bash: StartedBash, options: FollowOptions): Promise<Ended | NotBegun> {
  try {
    return await follow(bash, options);
  } finally {
    bash.record.close();
  }
}

async function follow(bash: StartedBash, options: FollowOptions): Promise<Ended | NotBegun> {
  const { mark, outputs, record } = bash;
  const before = new Set(processIds());
  const nonce = randomBytes(16).toString('hex');
  const drains = outputs.map((pipe, index) =>
    drain(pipe.stream, (chunk) => options.onOutput(index === 0 ? 'stdout' : 'stderr', chunk)),
  );
  try {
    await options.onStarted(mark);
  } catch (error) {
    bash.leave();
    await bash.exit;
    throw error;
  }
  const begin = performance.now();
  if (options.signal.aborted) bash.leave();
  else bash.open(gateMessage(nonce, options.secrets));
  // What has left session, environment and parent still holds the pipes that it was born with.
  const holders = () => findOutputHolders([record, ...outputs.filter((pipe) => pipe.isOpen())].map(({ name }) => name));
  const stopping = stopOnAbort(mark, options, holders);
  const exit = await bash.exit;
  const durationMs = performance.now() - begin;
  const stopped = await stopping.finish();
  const finished = await Promise.all(drains.map((one) => one.finish(OUTPUT_GRACE)));
  const held = [...outputs.filter((_, index) => !finished[index]), ...(record.isHeld() ? [record] : [])];
  const survivors = await survivorsOf(mark, held, stopped.survivors, before);
  bash.leave();

  const said = readShellReport(record.take().toString('latin1'), nonce);
  if (!said.begun) return { begun: false, reason: whyNotBegun(said, options, exit) };
  return { begun: true, ...exit, durationMs, report: said, survivors, stoppedBy: stopped.signal };
}

/** Milliseconds that what a step leaves behind is given to close the step's output. */
const OUTPUT_GRACE = 500;

function gateMessage(nonce: string, secrets: ReadonlyMap<string, string>): string {
  return `${[nonce, ...[...secrets].flat(), nonce].join('\0')}\0`;
}

function stopOnAbort(mark: ProcessMark, { signal, patience }: FollowOptions, holders: () => readonly Survivor[]) {
  let stopping: ReturnType<typeof stopProcesses> | null = null;
  const stop = () => {
    stopping = stopProcesses(mark, patience, holders);
  };
  if (!signal.aborted) signal.addEventListener('abort', stop, { once: true });
  return {
    finish: async () => {
      signal.removeEventListener('abort', stop);
      return (await stopping) ?? { signal: null, survivors: [] };
    },
  };
}

/** What of the step is still alive, among it whoever holds one of its pipes open. */
async function survivorsOf(
  mark: ProcessMark,
  held: readonly { readonly name: PipeName }[],
  known: readonly Survivor[],
  before: ReadonlySet<number>,
): Promise<readonly Survivor[]> {
  // All of /proc takes longer than a short step: it is read when something of the step may be there.
  if (held.length === 0 && known.length === 0 && !hasGroup(mark.pid) && !hasMarked(mark, before)) return [];
  const found = await findSurvivors(mark);
  const all = [...found, ...known, ...findOutputHolders(held.map(({ name }) => name))];
  return all.filter(({ pid }, index) => all.findIndex((one) => one.pid === pid) === index);
}

/** Whether one of the processes that were not there before carries the marker: it may have closed all that it inherited. */
function hasMarked({ marker }: ProcessMark, before: ReadonlySet<number>): boolean {
  return processIds().some((pid) => !before.has(pid) && hasInEnvironment(pid, `${MARKER_NAME}=${marker}`));
}

function hasGroup(pid: number): boolean {
  try {
    return kill(-pid, 0);
  } catch {
    return false;
  }
}

function whyNotBegun(report: ShellReport, { signal: stop }: FollowOptions, { status, signal }: Exit): string {
  if (report.refused === 'cwd') return 'le dossier courant de la session n’existe plus ou n’est plus accessible';
  if (report.refused !== null) return `l’état de la session ne se recharge pas (${report.refused})`;
  if (stop.aborted) return 'interrompue avant de commencer';
  return `bash s’est arrêté avant de commencer (${signal ?? `statut ${status}`})`;
}

export interface FollowOptions {
  readonly secrets: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  readonly onStarted: (mark: ProcessMark) => Promise<void>;
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Uint8Array) => void | Promise<void>;
}

export interface Ended extends Exit {
  readonly begun: true;
  readonly durationMs: number;
  readonly report: ShellReport;
  readonly survivors: readonly Survivor[];
  /** The last signal that was needed to stop it, when it was. */
  readonly stoppedBy: Stopped['signal'];
}

export interface NotBegun {
  readonly begun: false;
  /** In French. */
  readonly reason: string;
}
