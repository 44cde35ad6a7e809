import { expect, test } from 'vitest';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import { page, step } from '../support/runbook-cli.ts';

test.each([
  ['lists', '- '.repeat(3000)],
  ['quotes', '> '.repeat(6000)],
])('%s nested without end are a problem of the document, not an error of ours', async (_, marks) => {
  const { runbook, problems } = await parseRunbook(page('a', `${step('check="un"', 'true')}\n\n${marks}x\n`), 'a.md');
  expect(problems.map(({ rule }) => rule)).toContain('nested-too-deep');
  expect(runbook).toBeNull();
});
