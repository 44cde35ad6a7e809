import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Share } from './check-in-parallel.ts';

// A thread of `runbook check`: it checks its share, says what it found and ends.
enableCompileCache?.();
const { checkFiles } = await import('./check-files.ts');
const { files, next } = workerData as Share;
parentPort?.postMessage(await checkFiles(files, next));
