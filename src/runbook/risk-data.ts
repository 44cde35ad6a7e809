import { mayLoseData, type Risk } from '../../runbook-runner/src/index.ts';

/** What the style sheets know of a risk: that nothing changes, that something does, or that data may be lost. */
export function riskData(risk: Risk): { readonly 'data-risk': 'none' | 'change' | 'loss' } {
  return { 'data-risk': mayLoseData(risk) ? 'loss' : risk === 'safe' ? 'none' : 'change' };
}
