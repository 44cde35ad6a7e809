import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readProcess } from '../../runbook-runner/src/machine/local/process-table.ts';
import { isAlive } from '../../runbook-runner/src/machine/local/survivors.ts';
import type { Execution } from '../../runbook-runner/src/machine/machine.ts';
import { newSession, run } from '../machine/in-session.ts';
import { openCampaign } from '../support/seeded.ts';
import { shapes } from './shapes.ts';

/** How the step itself goes on, once what it leaves is there. */
const endings = [
  { how: 'ends', end: 'true', status: 0 },
  { how: 'fails', end: 'exit 3', status: 3 },
  { how: 'is stopped by its time limit', end: 'echo prete; sleep 88', status: null },
  {
    how: 'is stopped by Ctrl-C while it prints',
    end: 'echo prete; while :; do echo encore; sleep 0.01; done',
    status: null,
  },
];

const { whole } = openCampaign();
// Reduced: one shape in three, each with another ending.
const cases = shapes.flatMap(([name, text], index) =>
  endings
    .filter((_, at) => whole || (index % 3 === 1 && at === Math.floor(index / 3) % endings.length))
    .map((ending) => ({ name, text, ...ending })),
);

/** Its patience, the time that outputs are given, and a busy machine. */
const LONGEST_MS = 15_000;

let stranger: ReturnType<typeof spawn>;
beforeAll(() => {
  stranger = spawn('sleep', ['9999'], { detached: true, stdio: 'ignore' });
});
afterAll(() => void stranger.kill('SIGKILL'));

test.for(cases)('$name; the step $how', { timeout: 60_000 }, async ({ name, text, how, end, status }) => {
  const { session, home } = await newSession();
  const neighbour = await run(session, 'sleep 66 &> /dev/null & echo $!');
  const stop = new AbortController();
  const began = performance.now();
  const { execution } = await run(session, `${text}\n${end}`, {
    signal: stop.signal,
    onOutput: (_stream, chunk) => {
      if (status === null && Buffer.from(chunk).includes('prete')) setTimeout(() => stop.abort(), 50);
    },
    // What closed its outputs says nothing: it is stopped all the same.
    onStarted: async () => void (status === null && setTimeout(() => stop.abort(), 3000)),
  });
  const what = `${name}; the step ${how}`;
  expect(performance.now() - began, `${what}: returns`).toBeLessThan(LONGEST_MS);
  if (execution.outcome === 'not-started') throw new Error(execution.reason);
  if (status !== null) expect(execution, what).toMatchObject({ outcome: 'exited', status });
  expect(unnamed(home, execution), `${what}: what is left and not named`).toEqual([]);
  if (execution.stoppedBy !== null) expect(execution.survivors, `${what}: is stopped whole`).toEqual([]);
  // Nothing of another is killed: neither what an earlier step left, nor a stranger.
  expect(readProcess(Number(neighbour.stdout)), what).not.toBeNull();
  expect(readProcess(stranger.pid as number), what).not.toBeNull();
  // The next step's bytes are its own, whoever still writes.
  const next = await run(session, 'echo propre; echo à part >&2', { name: 'suite' });
  expect(next, what).toMatchObject({
    stdout: 'propre\n',
    stderr: 'à part\n',
    execution: { outcome: 'exited', status: 0 },
  });
  for (const pid of [...left(home), Number(neighbour.stdout)]) kill(pid);
  rmSync(join(home, 'pids'), { force: true });
});

test('counts', () => {
  console.log(
    `${cases.length} of ${shapes.length * endings.length} cases: ${shapes.length} process shapes, ${endings.length} endings`,
  );
  expect(shapes.length * endings.length).toBeGreaterThanOrEqual(100);
});

/** Those of the shape that live, and that the step did not name. */
function unnamed(home: string, execution: Execution): readonly number[] {
  if (execution.outcome === 'not-started') return [];
  const named = new Set(execution.survivors.filter(isAlive).map(({ pid }) => pid));
  return left(home).filter((pid) => !named.has(pid));
}

function left(home: string): readonly number[] {
  const pids = readFileSync(join(home, 'pids'), 'utf8').trim().split('\n').map(Number);
  return pids.filter((pid) => pid > 0 && readProcess(pid) !== null);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended since.
  }
}
