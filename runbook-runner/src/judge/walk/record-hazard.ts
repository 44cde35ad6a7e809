import type { RiskRuleId } from '../../rules.ts';
import type { Risk } from '../verdict.ts';
import type { Frame } from './scope.ts';

/** Records a hazard at an offset of the frame's text, or where that text comes from. */
export function recordHazard(frame: Frame, offset: number, rule: RiskRuleId, risk: Risk, text: string): void {
  frame.inquiry.hazards.push({ rule, risk, text, offset: frame.anchor ?? offset });
}
