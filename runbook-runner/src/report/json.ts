import type { Report } from './report.ts';
import { HIDDEN } from './visible.ts';

/** A report as JSON, for other programs. */
export function jsonReport(report: Report): string {
  return `${jsonText(report, 2)}\n`;
}

/** A value as JSON of which a terminal obeys nothing, on one line or indented by `indent`. */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(IN_TEXTS, (character) =>
    Array.from({ length: character.length }, (_, index) => unitEscape(character.charCodeAt(index))).join(''),
  );
}

/** The line ends are those between the members. */
const IN_TEXTS = new RegExp(`(?!\\n)${HIDDEN.source}`, 'gu');

function unitEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
