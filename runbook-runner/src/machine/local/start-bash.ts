import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { systemCause } from '../../disk/cause.ts';
import { ownUid } from '../../disk/own-account.ts';
import { SessionError } from '../../session/session-error.ts';
import type { ProcessMark, Terminal } from '../machine.ts';
import type { Mailbox, Pipe, Pipes } from './pipe.ts';
import { readBootId, readProcess } from './process-table.ts';
import { KEPT_NAME, MARKER_NAME } from './survivors.ts';

/**
 * Starts a bash and holds it at its gate: it has begun nothing, has not read its script, and leaves if this process dies.
 * @throws SessionError (French) when it cannot be started.
 */
export async function startBash(launch: BashLaunch): Promise<StartedBash> {
  const { outputs, record } = await launch.pipes.open(launch.stdio === 'captured' ? 2 : 0);
  const marker = randomBytes(16).toString('hex');
  const child = start(launch, marker, outputs, record);
  for (const pipe of [...outputs, record]) pipe.closeWriter();
  if (child.pid === undefined) {
    const [error] = await once(child, 'error');
    for (const pipe of outputs) pipe.stream.destroy();
    record.close();
    throw new SessionError(`bash ne démarre pas : ${launch.bash} (${systemCause(error)})`);
  }
  const gate = child.stdio[3] as Writable;
  // The step may leave without reading all of the word.
  gate.on('error', () => undefined);
  return {
    // It waits at its gate: it cannot be gone, nor its number be another's.
    mark: {
      pid: child.pid,
      startTime: readProcess(child.pid)?.startTime ?? '',
      bootId: readBootId(),
      marker,
      uid: ownUid(),
    },
    outputs,
    record,
    exit: once(child, 'exit').then(([status, signal]) => ({ status, signal })),
    open: (word) => void gate.end(word),
    leave: () => void gate.destroy(),
  };
}

function start(launch: BashLaunch, marker: string, pipes: readonly Pipe[], record: Mailbox) {
  const prelude = fileURLToPath(new URL('../../../shell/prelude.sh', import.meta.url));
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
      [KEPT_NAME]: launch.kept,
    },
    stdio:
      stdout && stderr
        ? ['ignore', stdout.writer, stderr.writer, 'pipe', record.writer]
        : [...(launch.stdio as Terminal), 'pipe', record.writer],
  });
}

/** What would change how bash starts (POSIXLY_CORRECT makes it skip BASH_ENV, and so the gate) or shadow the prelude. */
export function withoutStartupVariables(env: Readonly<{ [name: string]: string }>): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(BASH_ENV|ENV|POSIXLY_CORRECT|SHELLOPTS|BASHOPTS|BASH_FUNC_.*)$/.test(name),
    ),
  );
}

export interface BashLaunch {
  readonly bash: string;
  /** The file whose text runs; null: an interactive shell. */
  readonly script: string | null;
  /** The file of commands that restores the state. */
  readonly stateCommands: string;
  /** The folder in which the state is kept: it names the run to which every process of the step belongs. */
  readonly kept: string;
  readonly env: Readonly<{ [name: string]: string }>;
  readonly pipes: Pipes;
  readonly stdio: 'captured' | Terminal;
}

export interface StartedBash {
  readonly mark: ProcessMark;
  /** The pipes of stdout and stderr; none with a terminal. */
  readonly outputs: readonly Pipe[];
  readonly record: Mailbox;
  readonly exit: Promise<Exit>;
  /** Lets it begin. */
  open: (word: string) => void;
  /** End of file at the gate: it leaves, without having begun unless the gate was opened. */
  leave: () => void;
}

/** Null status: ended by the signal. */
export interface Exit {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}
