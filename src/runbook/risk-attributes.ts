import type { Risk } from '../../runbook-runner/src/index.ts';
import { mayLoseData } from '../../runbook-runner/src/index.ts';

/** What the style sheets read on everything that shows a risk. Without them, it looks as what may lose data. */
export function riskAttributes(risk: Risk): Readonly<Record<'data-risk' | 'data-loses', string>> {
  return { 'data-risk': risk, 'data-loses': String(mayLoseData(risk)) };
}
