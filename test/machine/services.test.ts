import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signServices, sweepServices } from '../../runbook-runner/src/machine/local/sweep-services.ts';

let runs: string;
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'services-'));
});
afterEach(() => rmSync(runs, { recursive: true }));

/** What a runner left in the folder of a run. */
function left(run: string): string {
  const services = join(runs, run, 'services');
  mkdirSync(services, { recursive: true });
  writeFileSync(join(services, '@db'), "export PGPASSWORD='très secret'");
  return services;
}

test('what a killed runner left of the commands of services is removed by the next run', () => {
  const dead = left('mort');
  writeFileSync(join(dead, '.owner'), '1 123 another-boot');
  const unsigned = left('plus-ancien');
  const living = left('vivant');
  signServices(living);
  sweepServices(join(runs, 'nouveau'));
  expect([dead, unsigned, living].map(existsSync)).toEqual([false, false, true]);
});

test('what a step of a dead runner may still call is left', async () => {
  const services = left('orphelin');
  const orphan = execa('sleep', ['60'], { env: { PATH: `${services}:${process.env.PATH}` }, reject: false });
  try {
    sweepServices(join(runs, 'nouveau'));
    expect(existsSync(services)).toBe(true);
  } finally {
    orphan.kill('SIGKILL');
    await orphan;
  }
  sweepServices(join(runs, 'nouveau'));
  expect(existsSync(services)).toBe(false);
});
