import { stripVTControlCharacters } from 'node:util';

/**
 * A text that nobody here wrote, as a terminal can show it without obeying it: the sequences that colour are gone, every
 * other control, formatting or bidirectional character is written as its code. One line, or lines that `\n` ends.
 */
export function visible(text: string): string {
  return text.split('\n').map(visibleLine).join('\n');
}

function visibleLine(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return stripVTControlCharacters(text).replace(EVERY_HIDDEN, codePoint);
}

/**
 * What a terminal obeys, what turns the direction of a text, and what is there and takes no room; but neither the tab nor
 * what chooses between two drawings of a character.
 */
export const HIDDEN = /(?!\t|\p{Variation_Selector})[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const EVERY_HIDDEN = new RegExp(HIDDEN, 'gu');

/** The same of every text in a value, for who prints it: what a step, a target or a page says is in most of them. */
export function allVisible<T>(value: T): T {
  return shown(value) as T;
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(shown);
  if (value instanceof Map) return new Map(Array.from(value, ([key, of]) => [shown(key), shown(of)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [visible(key), shown(of)]));
}

/** `<U+202E>` */
export function codePoint(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}
