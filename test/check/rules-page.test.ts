import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseMarkdown } from '../../runbook-runner/src/parse/markdown.ts';
import { catalogue } from '../../runbook-runner/src/rules/catalogue.ts';
import { riskRules } from '../../runbook-runner/src/rules/risk.ts';
import { rulesPage } from '../../runbook-runner/src/rules/rules-page.ts';

const page = 'content/reference/regles.md';

test('the reference page of the rules is what the catalogue says (vitest -u writes it)', async () => {
  await expect(rulesPage(catalogue, riskRules)).toMatchFileSnapshot(`../../${page}`);
});

test('each rule has a heading of its own on the page', async () => {
  const root = await parseMarkdown(await readFile(page, 'utf8'));
  const headings = root.children.flatMap((node) =>
    node.type === 'heading' && node.depth === 3
      ? node.children.map((child) => ('value' in child ? child.value : ''))
      : [],
  );
  expect(headings).toEqual([...catalogue, riskRules].flatMap(({ rules }) => Object.keys(rules)));
});
