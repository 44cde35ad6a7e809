import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession } from '../runbook-runner/src/machine/local/local-session.ts';

/** What a step costs that does nothing: milliseconds a step, beside a bare `bash -c true` in the same minute. */
const STEPS = 200;

const dir = await mkdtemp(join(tmpdir(), 'bench-session-'));
const session = await openSession({
  dir: join(dir, 'session'),
  bash: 'bash',
  cwd: dir,
  env: { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: dir, LANG: 'C.UTF-8' },
  variables: new Map([['BACKUP_DIR', '/var/backups']]),
  secrets: new Map([['PGPASSWORD_VALUE', 'correct horse battery']]),
});
const { signal } = new AbortController();
const step = (text: string) =>
  session.execute(
    { name: 'bench', text, interactive: false },
    { signal, onStarted: async () => {}, onOutput: () => {} },
  );
const bare = async () => once(spawn('bash', ['--norc', '-c', 'true'], { stdio: 'ignore' }), 'exit');

try {
  const [nothing, changing, bash]: [number[], number[], number[]] = [[], [], []];
  for (let n = 0; n < STEPS; n += 1) {
    bash.push(await timed(bare));
    nothing.push(await timed(() => step(':')));
    changing.push(await timed(() => step(`N=${n}`)));
  }
  report('bash -c true', bash, bash);
  report('step that does nothing', nothing, bash);
  report('step that changes the state (written durably)', changing, bash);
} finally {
  await rm(dir, { recursive: true });
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function report(name: string, times: readonly number[], reference: readonly number[]): void {
  const ratio = median(times) / median(reference);
  console.log(
    `${name}: ${median(times).toFixed(2)} ms, ${ratio.toFixed(1)} x bash -c true (median of ${times.length})`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
