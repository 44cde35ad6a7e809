import { describe, expect, test } from 'vitest';
import { riskRuleIds, ruleIds, severityOf } from '../../runbook-runner/src/rules.ts';
import { readRulesPage } from '../support/rules-page.ts';

const { introduction, sections } = await readRulesPage();

describe('the reference page of the rules', () => {
  test('has a section for each rule, then for each reason of risk, and no other', () => {
    expect(sections.map(({ id }) => id)).toEqual([...ruleIds, ...riskRuleIds]);
    expect(introduction).toContain(`ces ${ruleIds.length} règles`);
  });

  test.each(sections)('$id: what it means, an example, and what to do', ({ shape, remedy }) => {
    expect(shape).toEqual(['paragraph', 'code', 'paragraph']);
    expect(remedy).toMatch(/^Pour corriger\. ./);
  });

  test.each(ruleIds)('%s: its severity', (id) => {
    const word = { error: 'erreur', warning: 'avertissement' }[severityOf(id)];
    expect(sections.find((section) => section.id === id)?.meaning).toMatch(new RegExp(`^[^(]+ \\(${word}\\)\\. `));
  });
});
