/** A character that makes a text read otherwise than it runs, and where it is. */
export interface DeceptiveCharacter {
  readonly offset: number;
  /** `U+202E` and the like. */
  readonly code: string;
}

// Controls (but tab and line feed), bidirectional marks, zero-width and other invisible characters, exotic spaces,
// variation selectors and tags; the object replacement character and the private area, because the judge marks unknown
// values with them; lone surrogates.
const DECEPTIVE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points are what it must find.
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u00A0\u115F\u1160\u1680\u180B-\u180F\u2000-\u200A\u202F\u205F\u2800\u3000\u3164\uFE00-\uFE0F\uFFA0\uFFFC\u{E0100}-\u{E01EF}]/gu;

// Most texts: it is decided five times faster.
const PLAIN = /^[\t\n -~À-ÿœŒ«»’…–—]*$/;

/** The first character that cannot be trusted in a shell text, or null. The no-break spaces of French typography are allowed. */
export function deceptiveCharacter(text: string): DeceptiveCharacter | null {
  if (PLAIN.test(text)) return null;
  for (const match of text.matchAll(DECEPTIVE)) {
    if (isFrenchSpace(text, match.index)) continue;
    const code = match[0].codePointAt(0) ?? 0;
    return { offset: match.index, code: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` };
  }
  return null;
}

// A French message holds no-break spaces before « : ; ! ? » and inside guillemets; beside anything else they hide a word.
function isFrenchSpace(text: string, offset: number): boolean {
  const space = text[offset];
  if (space !== '\u00A0' && space !== '\u202F') return false;
  return /[:;!?»%€]/u.test(text[offset + 1] ?? '') || text[offset - 1] === '«' || /\d/u.test(text[offset - 1] ?? '');
}
