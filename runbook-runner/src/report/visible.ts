import { stripVTControlCharacters } from 'node:util';

/**
 * A text that nobody here wrote, as a terminal can show it without obeying it: the sequences that colour are gone, every
 * other control, formatting or bidirectional character is written as its code. One line, or lines that `\n` ends.
 */
export function visible(text: string): string {
  return text.split('\n').map(visibleLine).join('\n');
}

function visibleLine(line: string): string {
  return stripVTControlCharacters(line.replace(/\r$/u, '')).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\t' ? character : codePoint(character),
  );
}

/** `<U+202E>` */
export function codePoint(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}
