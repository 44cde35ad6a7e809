import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { catalogue } from '../../runbook-runner/src/cli/catalogue.ts';
import { referencePage } from '../../runbook-runner/src/cli/reference-page.ts';

const page = 'content/reference/cli.md';

test('the reference page says what the data of the commands says (vitest -u writes it)', async () => {
  await expect(referencePage(await readFile(page, 'utf8'), catalogue)).toMatchFileSnapshot(`../../${page}`);
});

test('a command that the page does not speak of is refused', () => {
  expect(() => referencePage('<!-- runbook -->\n<!-- /runbook -->\n', catalogue)).toThrow(
    'the page has no marks <!-- runbook list --> … <!-- /runbook list -->',
  );
});
