import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { machineKey } from '../../runbook-runner/src/plan/machine-key.ts';

test('the key is made once, whole, readable by its owner only, and leaves nothing beside it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'key-'));
  const path = join(folder, 'state', 'key');
  const keys = await Promise.all(Array.from({ length: 8 }, () => machineKey(path)));
  expect(new Set([...keys, await machineKey(path)].map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
  expect(keys[0]?.length).toBe(32);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'state'))).toEqual(['key']);
  await rm(folder, { recursive: true });
});
