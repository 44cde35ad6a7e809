import type { Readable } from 'node:stream';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';

/**
 * Reads a stream chunk by chunk, waiting for each to be taken before asking for the next.
 * A chunk that is refused (the taker throws) makes `finish` reject.
 */
export function drain(stream: Readable, take: (chunk: Uint8Array) => void | Promise<void>): Drain {
  let ended = false;
  let taking = false;
  let bytes = 0;
  let abandoned = false;
  let failure: { readonly error: unknown } | null = null;
  stream.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length;
    // Read on all the same: a full pipe would block, and a closed one kill, a process that others may need.
    if (failure || abandoned) return;
    const taken = attempt(() => take(chunk));
    if (taken === undefined) return;
    taking = true;
    stream.pause();
    taken.finally(() => {
      taking = false;
      stream.resume();
    });
  });
  const end = () => {
    ended = true;
  };
  stream.on('end', end).on('close', end).on('error', end);

  function attempt(run: () => void | Promise<void>): Promise<void> | undefined {
    const fail = (error: unknown) => {
      failure = { error };
    };
    try {
      return run()?.catch(fail);
    } catch (error) {
      fail(error);
      return undefined;
    }
  }

  return {
    finish: async (grace) => {
      // A background process, or `> >(tee log)`, may hold the output after the step: it is given the grace to finish.
      const deadline = performance.now() + grace;
      const start = bytes;
      while (!ended || taking) {
        const before = bytes;
        await turn();
        await turn();
        // What the step itself had written is less than a pipe can hold; a background process may print for ever.
        const over = performance.now() >= deadline && !taking;
        if (over && (bytes === before || bytes - start > LARGEST_PIPE)) break;
        if (!ended && (taking || bytes === before)) await sleep(1);
      }
      abandoned = true;
      if (!ended && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
      if (failure) throw failure.error;
      return ended;
    },
  };
}

/** Bytes: the kernel's default for fs.pipe-max-size. */
const LARGEST_PIPE = 1_048_576;

export interface Drain {
  /**
   * After the step's process is gone: takes what is left in the pipe.
   * @param grace milliseconds that a background process is given to close the output.
   * @returns false when a process still holds the output.
   */
  finish: (grace: number) => Promise<boolean>;
}
