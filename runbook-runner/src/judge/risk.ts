import type { Risk } from './verdict.ts';

const ORDER: readonly Risk[] = ['safe', 'change', 'destructive', 'critical', 'opaque'];

/** The higher of the risks given; `safe` when there is none. */
export function worst(...risks: readonly Risk[]): Risk {
  return risks.reduce<Risk>((high, risk) => (isHigher(risk, high) ? risk : high), 'safe');
}

/** Whether `risk` is strictly above `than`. */
export function isHigher(risk: Risk, than: Risk): boolean {
  return ORDER.indexOf(risk) > ORDER.indexOf(than);
}
