import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { machineKey } from '../../runbook-runner/src/plan/machine-key.ts';

test('first runs that start together all get the same whole key, readable by its owner only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'key-'));
  for (let round = 0; round < 100; round += 1) {
    const path = join(folder, String(round), 'key');
    const keys = await Promise.all(Array.from({ length: 8 }, () => machineKey(path)));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(keys[0]?.length).toBe(32);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, String(round)))).toEqual(['key']);
  }
  await rm(folder, { recursive: true });
});
