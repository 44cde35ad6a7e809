import type { Frame } from './scope.ts';
import type { Risk } from './verdict.ts';

/** Records a finding at an offset of the frame's text, or where that text comes from. */
export function report(frame: Frame, offset: number, rule: string, risk: Risk, text: string): void {
  frame.inquiry.findings.push({ rule, risk, text, offset: frame.anchor ?? offset });
}
