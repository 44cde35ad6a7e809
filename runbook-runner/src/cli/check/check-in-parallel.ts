import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CheckedFile } from './check-files.ts';

/** Checks files on as many threads as it is worth, this one among them. The results are in the order of `files`. */
export async function checkInParallel(files: readonly string[]): Promise<readonly CheckedFile[]> {
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const threads = Math.min(availableParallelism(), Math.ceil(files.length / WORTH_A_THREAD));
  const others = Array.from({ length: threads - 1 }, () => inWorker({ files, next }));
  // The other threads load it at the same time.
  const { checkFiles } = await import('./check-files.ts');
  const checked = await Promise.all([checkFiles(files, next), ...others]);
  return checked.flat().sort((a, b) => a.index - b.index);
}

export interface Share {
  readonly files: readonly string[];
  readonly next: Int32Array;
}

/** A thread takes a fifth of a second to start, the time of some hundred files. */
const WORTH_A_THREAD = 200;

function inWorker(share: Share): Promise<readonly CheckedFile[]> {
  // Beside this file, compiled or not.
  const script = new URL(import.meta.url.replace(/[^/]+(\.[jt]s)$/, 'worker$1'));
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
