/**
 * The lines of a text behind a margin that holds `mark`, none wider than `columns`; null: as long as they are. What does
 * not fit goes on behind `↪`, so that it is never taken for a line of its own. Nothing is added, removed or moved: the
 * space where a line is cut begins what follows, and only a word longer than a line is cut.
 */
export function behindMargin(text: string, mark: string, columns: number | null): readonly MarginLine[] {
  const room = columns === null ? Number.POSITIVE_INFINITY : Math.max(columns - MARGIN, NARROWEST);
  return text
    .split('\n')
    .flatMap((line) => foldExactly(line, room).map((part, index) => ({ mark: index === 0 ? mark : '↪', text: part })));
}

export interface MarginLine {
  readonly mark: string;
  readonly text: string;
}

/** Two spaces, the mark, one space. */
const MARGIN = 4;
const NARROWEST = 8;

function foldExactly(line: string, room: number): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let width = 0;
  const end = (next: string): void => {
    parts.push(part);
    part = next;
    width = columnsOf(next);
  };
  for (const character of graphemes(line)) {
    if (width + columnsOf(character) > room) {
      const space = part.lastIndexOf(' ');
      // Not in the blanks that indent it.
      if (character === ' ' || part.slice(0, space + 1).trim() === '') end('');
      else {
        const rest = part.slice(space);
        part = part.slice(0, space);
        end(rest);
      }
    }
    part += character;
    width += columnsOf(character);
  }
  return [...parts, part];
}

function graphemes(line: string): Iterable<string> {
  return /^[\x20-\x7e]*$/.test(line)
    ? line
    : Array.from(new Intl.Segmenter('fr').segment(line), ({ segment }) => segment);
}

/** How many columns of a terminal a text takes. */
function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += INVISIBLE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

const INVISIBLE = /[\p{Mn}\p{Me}\p{Cf}]/u;
const WIDE =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
