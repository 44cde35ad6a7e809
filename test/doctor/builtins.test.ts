import { execa } from 'execa';
import { expect, test } from 'vitest';
import { builtinOf } from '../../runbook-runner/src/judge/walk/builtins.ts';

test('no builtin of bash is looked for as a program', async () => {
  const { stdout } = await execa('bash', ['-c', 'compgen -b']);
  expect(stdout.split('\n').filter((name) => builtinOf(name) === undefined)).toEqual([]);
});
