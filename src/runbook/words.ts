/** « 2026-11-21 » → « 21 novembre 2026 ». */
export function dateWords(isoDate: string): string {
  const format = new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${isoDate}T00:00:00Z`));
}

/** The no-break spaces of French, which the info string of a fence may not hold; also between a number and its unit. */
export function typeset(text: string): string {
  return text.replaceAll(/ (?=[:;!?»])|(?<=«|\d) (?=\S)/g, NBSP);
}

const NBSP = '\u00a0';
