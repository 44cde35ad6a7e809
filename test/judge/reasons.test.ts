import { describe, expect, test } from 'vitest';
import { judge } from '../../runbook-runner/src/judge/judge.ts';
import { riskRuleIds } from '../../runbook-runner/src/rules.ts';
import { readRulesPage } from '../support/rules-page.ts';

const { sections } = await readRulesPage();

describe('the example of each reason of risk on the reference page is judged so', () => {
  test.each(riskRuleIds)('%s', async (id) => {
    const { example } = sections.find((section) => section.id === id) ?? { example: '' };
    const { reasons } = await judge(example, { services: new Set(['db', 'backend', 'redis']), constants: new Map() });
    expect(reasons.map(({ rule }) => rule)).toContain(id);
  });
});

test('a text in which very much is found is judged, not an error', async () => {
  const loop = (name: string, body: string) => `for ${name} in ${'x '.repeat(32)}; do ${body}; done`;
  const text = loop('a', loop('b', loop('c', loop('d', 'ls "$a"'))));
  expect((await judge(text, { services: 'any', constants: new Map() })).risk).toBe('opaque');
});
