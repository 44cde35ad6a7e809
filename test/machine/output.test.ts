import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Execution } from '../../runbook-runner/src/machine/machine.ts';
import { newSession, run, said, until } from './in-session.ts';

test('of 500 steps each gives exactly its own bytes, on both outputs', async () => {
  const { session } = await newSession();
  for (let n = 0; n < 500; n += 1) {
    const { stdout, stderr } = await run(session, `printf 'out ${n}'; printf 'err ${n}' >&2`);
    expect([stdout, stderr]).toEqual([`out ${n}`, `err ${n}`]);
  }
});

test('50 MB arrive whole, at the pace of who takes them', async () => {
  const { session } = await newSession();
  const hash = createHash('sha256');
  let bytes = 0;
  let taking = 0;
  const { execution } = await run(session, `head -c 50000000 /dev/zero | tr '\\0' x; printf end`, {
    onOutput: async (_, chunk) => {
      taking += 1;
      expect(taking).toBe(1);
      hash.update(chunk);
      bytes += chunk.length;
      await new Promise((resolve) => setImmediate(resolve));
      taking -= 1;
    },
  });
  expect(execution).toMatchObject({ outcome: 'exited', status: 0 });
  expect(bytes).toBe(50_000_003);
  expect(hash.digest('hex')).toBe(createHash('sha256').update('x'.repeat(50_000_000)).update('end').digest('hex'));
});

test('a step that prints faster than its output is taken is held back', async () => {
  const { session, home } = await newSession();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const running = run(session, `printf first; head -c 4000000 /dev/zero; touch '${home}/printed'`, {
    onOutput: () => held,
  });
  const other = (await newSession()).session;
  // Long enough for 4 MB, which nobody takes, to be printed if they could be.
  await run(other, 'sleep 0.5');
  expect((await run(other, `ls '${home}'`)).stdout).not.toContain('printed');
  release();
  expect((await running).execution).toMatchObject({ outcome: 'exited', status: 0 });
});

test('the outputs are real pipes: /dev/stderr and /dev/stdout can be opened', async () => {
  const { session } = await newSession();
  const { stdout, stderr } = await run(session, 'echo a >> /dev/stderr; echo b | tee -a /dev/stderr >> /dev/stdout');
  expect([stdout, stderr]).toEqual(['b\n', 'a\nb\n']);
});

test('a command that reads its input gets none, and the next line of the step still runs', async () => {
  const { session } = await newSession();
  expect((await run(session, 'cat; read -r line || echo "no input"; echo after')).stdout).toBe('no input\nafter\n');
});

test('what a process substitution still writes when the step has ended is not lost', async () => {
  const { session } = await newSession();
  const { stdout } = await run(session, 'exec > >(sleep 0.1; tr a-z A-Z); echo shout');
  expect(stdout).toBe('SHOUT\n');
});

test('a background process that holds the output is named, and the step returns', async () => {
  const { session } = await newSession();
  const { execution, stdout } = await run(session, 'echo before; sleep 30 & sleep 31 >/dev/null 2>&1 & echo after');
  expect(stdout).toBe('before\nafter\n');
  expect(execution).toMatchObject({
    outcome: 'exited',
    status: 0,
    survivors: [{ command: 'sleep 30' }, { command: 'sleep 31' }],
  });
  expect(said(execution).join()).toContain('Les tâches d’arrière-plan ne sont pas reprises par l’étape suivante');
  killSurvivors(execution);
});

test('a background process that prints for ever does not keep the step, nor is it killed by its end', async () => {
  const { session, home } = await newSession();
  const { execution } = await run(session, `yes & echo $! > pid; disown`);
  expect(execution).toMatchObject({ outcome: 'exited', status: 0, survivors: [{ command: 'yes' }] });
  const pid = (await run(session, `cat ${home}/pid`)).stdout.trim();
  const { stdout } = await run(session, `kill -0 ${pid} && echo alive; kill ${pid}`);
  expect(stdout).toBe('alive\n');
});

test('a holder that has left group and environment is found by the pipe that it holds', async () => {
  const { session } = await newSession();
  const { execution } = await run(session, 'setsid env -i sleep 32 & disown');
  expect(execution).toMatchObject({ survivors: [{ command: 'sleep 32', by: 'output' }] });
  killSurvivors(execution);
});

test.each([
  ['in a session of its own, with no output', "setsid bash -c 'echo $$ > pid; exec sleep 61' &> /dev/null"],
  [
    'that closed all that it inherited, as daemons do',
    `setsid bash -c 'for n in /proc/self/fd/*; do n=\${n##*/}; ((n == 255)) || eval "exec $n>&-"; done; echo $$ > pid; exec sleep 61'`,
  ],
  [
    'in an environment of its own, without a parent',
    "(setsid env -i bash -c 'echo $$ > pid; exec sleep 61' &> /dev/null &)",
  ],
])('what a step that succeeds leaves behind is named: %s', async (_how, text) => {
  const { session, home } = await newSession();
  const { execution } = await run(session, `${text} & until [[ -s pid ]]; do :; done`);
  const pid = Number(readFileSync(join(home, 'pid'), 'utf8'));
  onTestFinished(() => void process.kill(pid, 'SIGKILL'));
  expect(execution).toMatchObject({ outcome: 'exited', status: 0, survivors: [{ pid }] });
});

test('an output that cannot be taken ends in an error once the step is over', async () => {
  const { session, home } = await newSession();
  const running = run(session, `head -c 1000000 /dev/zero; touch '${home}/over'`, {
    onOutput: () => {
      throw new Error('disk full');
    },
  });
  await expect(running).rejects.toThrow('disk full');
  await until(async () => (await run(session, `ls '${home}'`)).stdout.includes('over'));
});

function killSurvivors(execution: Execution): void {
  if (execution.outcome === 'not-started') return;
  for (const { pid } of execution.survivors) process.kill(pid, 'SIGKILL');
}
