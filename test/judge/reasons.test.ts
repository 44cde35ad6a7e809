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
