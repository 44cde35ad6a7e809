import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('a command is not started when a stop was asked for before, or in the same turn', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'command-'));
  const stop = new AbortController();
  const words = ['sh', '-c', 'touch lance; sleep 20'] as const;
  const running = runCommand(words, { cwd: folder, signal: stop.signal });
  stop.abort();
  const refused = { status: null, problem: 'n’a pas été lancée : un arrêt était demandé', stdout: '', output: '' };
  expect(await running).toEqual(refused);
  expect(await runCommand(words, { cwd: folder, signal: stop.signal })).toEqual(refused);
  expect(existsSync(join(folder, 'lance'))).toBe(false);
  await rm(folder, { recursive: true });
});
