import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { type CheckedFile, checkFiles } from './check-files.ts';

/** Checks files on as many threads as it is worth, this one among them. The results are in the order of `files`. */
export async function checkInParallel(files: readonly string[]): Promise<readonly CheckedFile[]> {
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const threads = Math.min(availableParallelism(), Math.ceil(files.length / WORTH_A_THREAD));
  if (threads > 1) compileLightly();
  const others = Array.from({ length: threads - 1 }, () => inWorker({ files, next }));
  const checked = await Promise.all([checkFiles(files, next), ...others]);
  return checked.flat().sort((a, b) => a.index - b.index);
}

export interface Share {
  readonly files: readonly string[];
  readonly next: Int32Array;
}

/**
 * V8's last compilers, of JavaScript and of WebAssembly, would work for longer than a check of some thousand pages lasts,
 * once in each thread and on the cores that the threads need.
 */
function compileLightly(): void {
  for (const flag of ['--no-opt', '--liftoff-only']) setFlagsFromString(flag);
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
