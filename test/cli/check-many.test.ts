import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const COUNT = 40;

test('many runbooks are checked like few: each once, its problems in the order of the files', async () => {
  const names = Array.from({ length: COUNT }, (_, n) => `page-${String(n).padStart(3, '0')}`);
  for (const name of names)
    await place.write(`${name}.md`, page(name, step('check="un"', `echo "$INCONNUE_${name.slice(5)}"`)));
  await place.write('zz-double.md', page('page-007', step('check="un"', 'true')));
  const { status, stdout } = await place.runbook('check', '.', '--format', 'json');
  const { runbooks, problems } = JSON.parse(stdout) as { runbooks: number; problems: { rule: string; file: string }[] };
  expect(runbooks).toBe(COUNT + 1);
  const undefinedIn = problems.filter(({ rule }) => rule === 'variable-undefined').map(({ file }) => file);
  expect(undefinedIn).toEqual(names.map((name) => `${name}.md`));
  expect(problems.filter(({ rule }) => rule === 'runbook-id-shared').map(({ file }) => file)).toEqual(['zz-double.md']);
  expect(status).toBe(2);
});
