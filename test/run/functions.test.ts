import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

test('a function that a step exports is judged in the next ones as it was in the plan', async () => {
  const body = [
    step('step="definir"', 'montrer() { echo "bonjour $1"; }\nexport -f montrer'),
    step('check="ici"', 'montrer ici'),
    step('check="ailleurs"', "bash -c 'montrer ailleurs'"),
  ].join('\n');
  await place.write('a.md', page('a', body));
  const { status, stdout, stderr } = await place.runbook('run', 'a.md');
  expect(stderr).toBe('');
  expect(stdout).toContain('bonjour ici');
  expect(stdout).toContain('bonjour ailleurs');
  expect(status).toBe(0);
});

test('a function that is not exported is not known to another shell: what it would run counts as destructive', async () => {
  const body = [
    step('step="definir"', 'montrer() { echo "bonjour $1"; }'),
    step('check="ailleurs"', "bash -c 'montrer ailleurs'"),
  ].join('\n');
  await place.write('a.md', page('a', body));
  const { status, stdout } = await place.runbook('check', 'a.md');
  expect(stdout).toContain('« montrer » n’est pas au catalogue');
  expect(status).toBe(2);
});
