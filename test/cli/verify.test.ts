import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { localTarget, openPlace, page, step } from '../support/runbook-cli.ts';
import { until } from '../support/until.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace(`${localTarget}    ephemeral: { up: ["true"], reset: ["true"], down: ["true"] }\n`);
});
afterEach(() => place.remove());

test('a verification that was interrupted in the last step of one runbook is no success of all', async () => {
  await place.write(
    'a.md',
    page('a', step('check="un"', 'touch commence; while ! [ -e laisser-finir ]; do sleep 0.05; done')),
  );
  await place.write('b.md', page('b', step('check="un"', 'true')));
  const running = place.start('verify', 'a.md', 'b.md', '--report', 'rapports');
  await until(() => existsSync(join(place.folder, 'commence')));
  let said = '';
  running.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  running.kill('SIGINT');
  await until(() => said.includes('Arrêt demandé'));
  await place.write('laisser-finir', '');
  const { exitCode, stdout } = await running;
  expect(stdout).toContain('✓ a : réussite en ');
  expect(stdout).toContain('✗ interrompue : 1 runbook n’a pas été vérifié');
  expect(exitCode).toBe(130);
  const report = JSON.parse(await readFile(join(place.folder, 'rapports/runbooks.json'), 'utf8'));
  expect(report).toMatchObject({ result: 'failed', headline: 'interrompue', entries: [{ id: 'a', result: 'ok' }] });
});
