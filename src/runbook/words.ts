import type { Risk } from '../../runbook-runner/src/judge/verdict.ts';

/** Whether an operator must confirm before such a step. */
export function destroys(risk: Risk): boolean {
  return risk === 'destructive' || risk === 'critical' || risk === 'opaque';
}

/** « 90000 » milliseconds → « 1 min 30 s ». */
export function durationWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (milliseconds < 1000) return `${milliseconds}${NBSP}ms`;
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ];
  return parts.flatMap(([count, unit]) => (count > 0 ? [`${count}${NBSP}${unit}`] : [])).join(' ');
}

/** « 2026-11-21 » → « 21 novembre 2026 ». */
export function dateWords(isoDate: string): string {
  const format = new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${isoDate}T00:00:00Z`));
}

/** « sans risque » → « Sans risque ». */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The no-break spaces of French, which the info string of a fence may not hold. */
export function typeset(text: string): string {
  return text.replaceAll(/ (?=[:;!?»])/g, NBSP).replaceAll('« ', `«${NBSP}`);
}

/** « 1 étape », « 7 étapes ». */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number}${NBSP}${number > 1 ? plural : singular}`;
}

const NBSP = '\u00a0';
