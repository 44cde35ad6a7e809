/**
 * Folds text at spaces so that no line exceeds `width` columns; a longer word keeps its line. What is folded of a list's
 * item stands under its text.
 */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    const mark = /^ *(?:(?:-|\d+\.) )?/.exec(paragraph)?.[0] ?? '';
    const [first = '', ...words] = paragraph.slice(mark.length).split(BREAKABLE);
    const lines: string[] = [];
    let line = mark + first;
    for (const word of words) {
      if (line.length + 1 + word.length > width) {
        lines.push(line);
        line = ' '.repeat(mark.length) + word;
      } else {
        line += ` ${word}`;
      }
    }
    return [...lines, line];
  });
}

/** Not after « and not before the double punctuation of French, which stay with their word. */
const BREAKABLE = /(?<!«) +(?![»:;!?])/;

/** At most `width` columns, the end replaced by `…`. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(width - 1, 0))}…`;
}

/** The columns of a terminal; null: a file or a program reads, and takes lines as long as they are. */
export function columnsOf(output: NodeJS.WriteStream): number | null {
  return output.isTTY ? output.columns : null;
}

/** Columns to write in: the terminal's, never so wide that a line is hard to read. */
export function readableWidth(columns: number | undefined): number {
  return Math.min(Math.max(columns ?? 80, 24), 100);
}
