import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { runCommand } from '../../runbook-runner/src/targets/run-command.ts';

const cwd = tmpdir();

test('a command that leaves something in the background ends with itself', async () => {
  const started = performance.now();
  const { status, stdout } = await runCommand(['sh', '-c', 'sleep 5 & echo lycee'], { cwd });
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'lycee' });
  expect(performance.now() - started).toBeLessThan(4000);
});

test('a command that takes too long is ended with all it started, and it is said', async () => {
  const { status, problem } = await runCommand(['sh', '-c', 'sleep 5; echo jamais'], { cwd, limitMs: 200 });
  expect({ status, problem }).toEqual({ status: null, problem: 'n’a pas fini en 0.2 s' });
});

test('a command that is not there, and one that fails', async () => {
  expect(await runCommand(['cette-commande-n-existe-pas'], { cwd })).toMatchObject({
    problem: 'ne se lance pas (ENOENT)',
  });
  expect(await runCommand(['sh', '-c', 'echo non >&2; exit 3'], { cwd })).toMatchObject({ status: 3, output: 'non\n' });
});

test('a long output is whole', async () => {
  const { stdout } = await runCommand(['sh', '-c', 'seq 1 100000'], { cwd });
  expect(stdout.split('\n')).toHaveLength(100_000);
});
