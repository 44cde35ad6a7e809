import { describe, expect, test } from 'vitest';
import { judge } from '../../runbook-runner/src/judge/judge.ts';
import type { RiskRuleId } from '../../runbook-runner/src/rules/risk.ts';
import { riskRules } from '../../runbook-runner/src/rules/risk.ts';

describe('the example of each reason of risk on the reference page is judged so', () => {
  const entries = Object.entries(riskRules.rules) as [RiskRuleId, { readonly bad: string }][];
  test.each(entries)('%s', async (id, { bad }) => {
    const { risk, reasons } = await judge(bad, { services: new Set(['db', 'backend', 'redis']), constants: new Map() });
    if (id === 'READ') expect({ risk, reasons }).toEqual({ risk: 'safe', reasons: [] });
    else expect(reasons.map(({ rule }) => rule)).toContain(id);
  });
});

test('a text in which very much is found is judged, not an error', async () => {
  const loop = (name: string, body: string) => `for ${name} in ${'x '.repeat(32)}; do ${body}; done`;
  const text = loop('a', loop('b', loop('c', loop('d', 'ls "$a"'))));
  expect((await judge(text, { services: 'any', constants: new Map() })).risk).toBe('opaque');
});
