import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { machineKey } from '../../runbook-runner/src/plan/machine-key.ts';

test('first runs that start together all get the same whole key, readable by its owner only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'key-'));
  const path = join(folder, 'state', 'key');
  const keys = await Promise.all(Array.from({ length: 20 }, () => machineKey(path)));
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
  expect(keys[0]?.length).toBe(32);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'state'))).toEqual(['key']);
  await rm(folder, { recursive: true });
});
