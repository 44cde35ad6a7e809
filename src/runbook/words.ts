/** « 2026-11-21 » → « 21 novembre 2026 ». */
export function dateWords(isoDate: string): string {
  const format = new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${isoDate}T00:00:00Z`));
}

/**
 * The no-break spaces of French: before double punctuation, inside guillemets, between a number and what it counts.
 * The info string of a fence may not hold them, and the words of the runner have none.
 */
export function typeset(text: string): string {
  return text
    .replaceAll(/ (?=[:;!?»])/g, NBSP)
    .replaceAll('« ', `«${NBSP}`)
    .replaceAll(/(?<=\d) (?=\p{Letter})/gu, NBSP);
}

const NBSP = '\u00a0';
