import type { Risk } from './verdict.ts';
import { risks } from './verdict.ts';

/** The highest of the risks found; `safe` when there is none. */
export function worst(found: readonly Risk[]): Risk {
  return found.reduce<Risk>((high, risk) => (isHigher(risk, high) ? risk : high), 'safe');
}

/** Whether what carries this risk may lose data; anything not known to be harmless may. */
export function mayLoseData(risk: Risk): boolean {
  return risk !== 'safe' && risk !== 'change';
}

/** Whether `risk` is strictly above `than`. */
export function isHigher(risk: Risk, than: Risk): boolean {
  return risks.indexOf(risk) > risks.indexOf(than);
}
