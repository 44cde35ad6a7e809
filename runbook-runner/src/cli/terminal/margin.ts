/**
 * The lines of a text behind a margin that holds `mark`, none wider than `columns`; null: as long as they are. What does
 * not fit goes on behind `↪`, so that it is never taken for a line of its own. Nothing is added, removed or moved: the
 * space where a line is cut begins what follows, and only a word longer than a line is cut.
 */
export function behindMargin(
  text: string,
  mark: string,
  columns: number | null,
  margin = MARGIN,
): readonly MarginLine[] {
  const room = columns === null ? Number.POSITIVE_INFINITY : Math.max(columns - margin, NARROWEST);
  return text
    .split('\n')
    .flatMap((line) =>
      foldExactly(line, room, margin).map((part, index) => ({ mark: index === 0 ? mark : '↪', text: part })),
    );
}

export interface MarginLine {
  readonly mark: string;
  readonly text: string;
}

/** Two spaces, the mark, one space. */
const MARGIN = 4;
const NARROWEST = 8;
/** From one tab stop to the next. */
const TAB = 8;

function foldExactly(line: string, room: number, margin: number): readonly string[] {
  if (room === Number.POSITIVE_INFINITY) return [line];
  const characters = [...graphemes(line)];
  const parts: string[] = [];
  let from = 0;
  do {
    const end = endOfPart(characters, from, room, margin);
    parts.push(characters.slice(from, end).join(''));
    from = end;
  } while (from < characters.length);
  return parts;
}

/** Where the line that begins with the character `from` ends: before the blank that begins the next one. */
function endOfPart(characters: readonly string[], from: number, room: number, margin: number): number {
  let end = from;
  for (let width = 0; end < characters.length; end += 1) {
    width += widthAt(margin + width, characters[end] as string);
    if (width > room && end > from) break;
  }
  if (end === characters.length || isBlank(characters[end])) return end;
  const blank = from + characters.slice(from, end).findLastIndex(isBlank);
  // Not in the blanks that indent it.
  return blank < from || characters.slice(from, blank).every(isBlank) ? end : blank;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function graphemes(line: string): Iterable<string> {
  return /^[\x20-\x7e]*$/.test(line)
    ? line
    : Array.from(new Intl.Segmenter('fr').segment(line), ({ segment }) => segment);
}

/** How many columns of a terminal a character takes behind `before` others. */
function widthAt(before: number, grapheme: string): number {
  if (grapheme === '\t') return TAB - (before % TAB);
  if (/^[\x20-\x7e]$/.test(grapheme)) return 1;
  let columns = 0;
  for (const character of grapheme) columns += INVISIBLE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

const INVISIBLE = /[\p{Mn}\p{Me}\p{Cf}]/u;
const WIDE =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
