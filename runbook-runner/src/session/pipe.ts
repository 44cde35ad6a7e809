import { execFile } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, unlinkSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Real pipes for the output of the steps. What `spawn` calls a pipe is a socket, and `> /dev/stderr` or
 * `tee /dev/stdout` fail on a socket (ENXIO). Node cannot make a pipe; `mkfifo` can, many at a time.
 */
export function createPipes(directory: string, path: string): Pipes {
  const ready: string[] = [];
  let made = 0;
  return {
    open: async () => {
      if (ready.length === 0) {
        const names = Array.from({ length: BATCH }, () => join(directory, String(made++)));
        if (made === BATCH) await renew(directory);
        await promisify(execFile)('mkfifo', ['-m', '600', ...names], { env: { PATH: path } });
        ready.push(...names);
      }
      return openPipe(ready.shift() as string);
    },
  };
}

const BATCH = 64;

/** Pipes of a run that was killed may be left there. */
async function renew(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { mode: 0o700 });
}

function openPipe(name: string): Pipe {
  // Reader first and without waiting: the writer's open would wait for it.
  const reader = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(name, constants.O_WRONLY);
  // Open at both ends it needs no name any more, and no other step can write into it.
  unlinkSync(name);
  const stream = new Socket({ fd: reader, readable: true, writable: false });
  return { stream, writer, inode: fstatSync(reader).ino, closeWriter: () => closeSync(writer) };
}

export interface Pipes {
  open(): Promise<Pipe>;
}

export interface Pipe {
  /** The end that the runner reads. */
  readonly stream: Socket;
  /** The descriptor to give to the step; to be closed here once the step has it, or the end is never seen. */
  readonly writer: number;
  /** Tells this pipe from others in /proc. */
  readonly inode: number;
  closeWriter(): void;
}
