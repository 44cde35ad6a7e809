import type { RiskRuleId } from '../rules.ts';
import type { Risk } from './verdict.ts';

/** One thing seen in the text. `offset` counts UTF-16 units from its beginning. */
export interface Hazard {
  readonly rule: RiskRuleId;
  readonly risk: Risk;
  readonly text: string;
  readonly offset: number;
}
