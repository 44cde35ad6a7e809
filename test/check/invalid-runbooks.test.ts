import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkRunbook } from '../../runbook-runner/src/check/check-runbook.ts';
import { checkCopies } from '../../runbook-runner/src/check/copies.ts';
import { checkSameIds } from '../../runbook-runner/src/check/same-id.ts';
import { checkTargetValues } from '../../runbook-runner/src/check/target-values.ts';
import type { Problem } from '../../runbook-runner/src/parse/problem.ts';
import { readRunbook } from '../../runbook-runner/src/parse/read-runbook.ts';
import { formatProblems } from '../../runbook-runner/src/report/problems.ts';
import { ruleIds, severityOf } from '../../runbook-runner/src/rules.ts';
import { readTargets } from '../../runbook-runner/src/targets/targets-file.ts';

const folder = join('test', 'fixtures', 'invalid');
const targets = [...(await readTargets(join(folder, 'targets.yaml'))).values()];
const documents = readdirSync(folder).filter((name) => /\.mdx?$/.test(name));

/** `attribute-value.timeout.md` is about the rule `attribute-value`. */
const ruleOf = (name: string) => name.split('.', 1)[0] ?? '';

describe('an invalid runbook is refused with where, what was expected and what to do', () => {
  test.each(documents)('%s', async (name) => {
    const problems = await problemsOf(name);
    expect(problems.map(({ rule }) => rule)).toContain(ruleOf(name));
    // Reviewed once, by eye: the whole text an author sees.
    await expect(formatProblems(problems, { color: false })).toMatchFileSnapshot(
      join('..', 'fixtures', 'invalid', 'expected', `${name}.txt`),
    );
  });
});

test('two runbooks with one id are both named', async () => {
  const parsed = await Promise.all(
    ['sauvegarde.md', 'copie.md'].map((name) => readRunbook(join('test/fixtures/check/same-id', name))),
  );
  const runbooks = parsed.flatMap(({ runbook }) => runbook ?? []);
  expect(
    formatProblems(
      checkSameIds(runbooks, ({ source }) => source),
      { color: false },
    ),
  ).toMatchInlineSnapshot(`
    "test/fixtures/check/same-id/copie.md:5:8 erreur [runbook-id-shared] L’identifiant « sauvegarde-base » est déjà celui de test/fixtures/check/same-id/sauvegarde.md.
      5 |   id: "sauvegarde-base"
                 ^^^^^^^^^^^^^^^
      attendu : un identifiant différent pour chaque runbook : c’est par lui qu’on l’appelle.
      à faire : Renommez l’un des deux.

    1 erreur.
    "
  `);
  expect(checkSameIds(runbooks.slice(0, 1), ({ source }) => source)).toEqual([]);
});

describe('the rules and the documents that break them are the same set', () => {
  test.each(ruleIds)('%s has a document that breaks it', (id) => {
    // Needs two documents, see above.
    if (id === 'runbook-id-shared') return;
    expect(documents.map(ruleOf)).toContain(id);
  });

  test('every problem of every document has the severity of its rule', async () => {
    for (const name of documents) {
      for (const { rule, severity } of await problemsOf(name))
        expect([name, rule, severity]).toEqual([name, rule, severityOf(rule)]);
    }
  });

  test('at least forty documents are invalid', () => {
    expect(documents.length).toBeGreaterThanOrEqual(40);
  });
});

async function problemsOf(name: string): Promise<readonly Problem[]> {
  const { runbook, problems } = await readRunbook(join(folder, name));
  return runbook
    ? [...problems, ...(await checkRunbook(runbook)), ...checkCopies(runbook), ...checkTargetValues(runbook, targets)]
    : problems;
}
