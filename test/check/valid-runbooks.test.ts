import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { checkRunbook } from '../../runbook-runner/src/check/check-runbook.ts';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import { formatProblems } from '../../runbook-runner/src/report/problems.ts';

test('what each rule tells to write is accepted', async () => {
  const file = 'test/fixtures/check/valid.md';
  const { runbook, problems } = await parseRunbook(await readFile(file, 'utf8'), file);
  const all = [...problems, ...(runbook ? await checkRunbook(runbook) : [])];
  expect(formatProblems(all, { color: false })).toBe('');
  expect(runbook?.steps.map(({ kind, id }) => `${kind} ${id}`)).toMatchInlineSnapshot(`
    [
      "check archive-verifiee",
      "check lecture",
      "action restaurer",
      "check restauree",
      "undo undo-restaurer",
    ]
  `);
  expect(runbook?.examples.map(({ reason }) => reason)).toEqual(['montré pour mémoire']);
});
