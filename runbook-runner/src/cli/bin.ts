#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { diskCause, systemCause } from '../disk/cause.ts';
import { compileCacheFolder } from './compile-cache.ts';
import { main } from './main.ts';

const cache = compileCacheFolder(process.env);
if (cache !== null) enableCompileCache?.(cache);

// Whoever reads our output may leave (`| head`), its disk may be full, its terminal gone: a run goes on in the middle of a step.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!['EPIPE', 'ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'].includes(error.code ?? '')) throw error;
  });
}

// Where its disk is full, nobody would know that the end is missing.
process.stdout.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  const room = diskCause(error) === null ? '' : 'faites de la place ; ';
  process.stderr.write(`✗ la sortie standard ne s’écrit plus (${systemCause(error)}) : la suite y manque
  à faire   ${room}« runbook history » dit comment une exécution a fini\n`);
});

process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  account: {
    uid: process.getuid?.() ?? 0,
    groups: [process.getegid?.() ?? 0, ...(process.getgroups?.() ?? [])],
  },
  onContinue(listener) {
    process.on('SIGCONT', listener);
    return () => void process.off('SIGCONT', listener);
  },
  onSignal(listener) {
    process.on('SIGINT', listener);
    process.on('SIGTERM', listener);
    process.on('SIGHUP', listener);
    return () => {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
      process.off('SIGHUP', listener);
    };
  },
});
