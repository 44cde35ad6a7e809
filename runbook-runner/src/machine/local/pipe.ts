import { execFile } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readSync, unlinkSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemCause } from '../../disk/cause.ts';
import { SessionError } from '../../session/session-error.ts';
import type { PipeName } from './output-holders.ts';

/**
 * Real pipes for the output of the steps. What `spawn` calls a pipe is a socket, and `> /dev/stderr` or
 * `tee /dev/stdout` fail on a socket (ENXIO). Node cannot make a pipe; `mkfifo` can, many at a time.
 */
export function createPipes(directory: string, path: string): Pipes {
  const ready: string[] = [];
  let made = 0;
  /** None is open yet when they cannot be made. */
  const makeAtLeast = async (count: number): Promise<void> => {
    if (ready.length >= count) return;
    const names = Array.from({ length: BATCH }, () => join(directory, String(made++)));
    try {
      if (made === BATCH) await renew(directory);
      await promisify(execFile)('mkfifo', ['-m', '600', ...names], { env: { PATH: path } });
    } catch (error) {
      throw new SessionError(`des tubes ne peuvent pas être créés dans ${directory} (${lastLine(error)})`);
    }
    ready.push(...names);
  };
  const next = (): Ends => openEnds(ready.shift() as string);
  return {
    async open(outputs) {
      await makeAtLeast(outputs + 1);
      return { outputs: Array.from({ length: outputs }, () => pipe(next())), record: mailbox(next()) };
    },
  };
}

function pipe({ reader, writer }: Ends): Pipe {
  const stream = new Socket({ fd: reader, readable: true, writable: false });
  return {
    stream,
    writer,
    name: nameOf(reader),
    isOpen: () => !stream.destroyed && !stream.readableEnded,
    closeWriter: () => closeSync(writer),
  };
}

function nameOf(fd: number): PipeName {
  const { dev: device, ino: inode } = fstatSync(fd);
  return { device, inode };
}

const BATCH = 64;

/** What mkfifo said at last, or the system's code. */
function lastLine(error: unknown): string {
  const { stderr = '' } = error as { readonly stderr?: string };
  return stderr.trim().split('\n').at(-1) || systemCause(error);
}

/** Pipes of a run that was killed may be left there. */
async function renew(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { mode: 0o700 });
}

function openEnds(name: string): Ends {
  // Reader first and without waiting: the writer's open would wait for it.
  const reader = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(name, constants.O_WRONLY);
  // Open at both ends it needs no name any more, and no other step can write into it.
  unlinkSync(name);
  return { reader, writer };
}

function mailbox({ reader, writer }: Ends): Mailbox {
  const chunks: Buffer[] = [];
  const buffer = Buffer.allocUnsafe(65_536);
  let ended = false;
  const collect = (): void => {
    try {
      for (let read = -1; read !== 0; ) {
        read = readSync(reader, buffer);
        chunks.push(Buffer.from(buffer.subarray(0, read)));
      }
      ended = true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  };
  // Only so that more than a pipe holds does not block the writer.
  const timer = setInterval(collect, COLLECT_MS);
  return {
    writer,
    closeWriter: () => closeSync(writer),
    name: nameOf(reader),
    isHeld: () => {
      collect();
      return !ended;
    },
    take: () => {
      collect();
      return Buffer.concat(chunks);
    },
    close: () => {
      clearInterval(timer);
      closeSync(reader);
    },
  };
}

const COLLECT_MS = 25;

interface Ends {
  readonly reader: number;
  readonly writer: number;
}

export interface Pipes {
  /**
   * What one process needs: the pipes of its `outputs`, and one for its record.
   * @throws SessionError when they cannot be made.
   */
  open: (outputs: 0 | 2) => Promise<{ readonly outputs: readonly Pipe[]; readonly record: Mailbox }>;
}

/**
 * A pipe that is read when its writer is gone, not as it is written: the hundred and more small writes of a record would
 * each wake the runner.
 */
export interface Mailbox {
  /** The descriptor to give to the step; to be closed here once the step has it. */
  readonly writer: number;
  closeWriter: () => void;
  readonly name: PipeName;
  /** Whether a process still has the writer: every child of a step does, whatever became of its outputs. */
  isHeld: () => boolean;
  /** All that was written until now. */
  take: () => Buffer;
  close: () => void;
}

export interface Pipe {
  /** The end that the runner reads. */
  readonly stream: Socket;
  /** The descriptor to give to the step; to be closed here once the step has it, or the end is never seen. */
  readonly writer: number;
  readonly name: PipeName;
  /** Whether this process still has its end: the name of a pipe that nobody has may be another's since. */
  isOpen: () => boolean;
  closeWriter: () => void;
}
