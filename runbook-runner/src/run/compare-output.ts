import { stripVTControlCharacters } from 'node:util';
import { isGap } from '../parse/gap.ts';
import type { Expectation } from '../parse/runbook.ts';
import { codePoint, visible } from '../report/visible.ts';

/** Compares what a step prints with what its page shows, as it comes: no output is too long, and none is kept. */
export interface Comparison {
  readonly write: (text: string) => void;
  /** Null when they match. */
  readonly end: () => Mismatch | null;
}

/**
 * Lines are compared in order and from the first to the last: a line `…` stands for any lines, `…` inside a line for any
 * text. What cannot be seen is not asserted: blank lines and white space at the end of a line do not count. Of a line, the
 * first MiB is compared.
 */
export function compareOutput(expectation: Expectation): Comparison {
  const segments = splitAtGaps(significantLines(expectation.text));
  const lastIndex = segments.length - 1;
  let index = 0;
  // Of what was printed since the segment before was found: where the one that is looked for may stand.
  let window: SeenLine[] = [];
  let best: MatchPlace = NOWHERE;
  let verdict: Mismatch | null = null;

  const advance = (): void => {
    window = [];
    best = NOWHERE;
    do index++;
    while (index < lastIndex && segments[index]?.length === 0);
  };
  const consider = (place: MatchPlace): void => {
    if (place.matched > best.matched) best = place;
  };

  /** The first segment is bound to the start of the output. */
  const takeFirst = (segment: readonly SeenLine[], line: SeenLine): void => {
    const expected = segment[window.length];
    if (expected === undefined) verdict = unexpected(line);
    else if (!lineMatches(expected.text, line.text)) verdict = mismatch(expectation, expected, line);
    else window.push(line);
    if (window.length === segment.length && index < lastIndex) advance();
  };

  const take = (line: SeenLine): void => {
    const segment = segments[index] ?? [];
    if (verdict !== null) return;
    if (index === 0) return takeFirst(segment, line);
    window.push(line);
    // The last segment is bound to the end: the lines before cannot be it.
    if (index === lastIndex) {
      if (window.length > segment.length) window.shift();
    } else if (window.length === segment.length) {
      const place = placeIn(segment, window);
      if (place.matched === segment.length) return advance();
      consider(place);
      window.shift();
    }
  };

  if (segments[0]?.length === 0 && lastIndex > 0) advance();
  const lines = readLines(take);
  return {
    write: lines.write,
    end() {
      lines.end();
      const segment = segments[index] ?? [];
      if (verdict !== null) return verdict;
      if (index > 0 && index < lastIndex) {
        for (let start = 0; start <= window.length; start++) consider(placeIn(segment, window.slice(start)));
      } else best = placeIn(segment, window);
      const missing = segment[best.matched];
      return missing === undefined ? null : mismatch(expectation, missing, best.found);
    },
  };
}

/** Gives each line that shows something; the last one may have no end. */
function readLines(take: (line: SeenLine) => void): {
  readonly write: (text: string) => void;
  readonly end: () => void;
} {
  let unfinished = '';
  let number = 0;
  const finish = (): void => {
    number++;
    const text = asSeen(unfinished).trimEnd();
    unfinished = '';
    if (text !== '') take({ text, line: number });
  };
  const add = (part: string): void => {
    if (unfinished.length < LONGEST_LINE) unfinished += part.slice(0, LONGEST_LINE - unfinished.length);
  };
  return {
    write(text) {
      for (let from = 0; from < text.length; ) {
        const end = text.indexOf('\n', from);
        add(end < 0 ? text.slice(from) : text.slice(from, end));
        if (end < 0) return;
        finish();
        from = end + 1;
      }
    },
    end: finish,
  };
}

const LONGEST_LINE = 1024 * 1024;

function significantLines(text: string): SeenLine[] {
  const found: SeenLine[] = [];
  const lines = readLines((line) => found.push(line));
  lines.write(text);
  lines.end();
  return found;
}

/** Why the output is not the one on the page. Lines count from 1; `message` is a French sentence for the operator. */
export interface Mismatch {
  readonly message: string;
  /** The line of the page that was not found; null when everything was found but more was printed. */
  readonly expected: ExpectedLine | null;
  /** The line of the output found in its place; null at the end of the output. */
  readonly seen: SeenLine | null;
}

export interface ExpectedLine {
  readonly text: string;
  /** In the document. */
  readonly line: number;
}

export interface SeenLine {
  readonly text: string;
  /** In the output. */
  readonly line: number;
}

/** What a terminal would show of a line: without colours and links, a progress bar as it ended, what was erased gone. */
function asSeen(line: string): string {
  if (!/[\u0000-\u0008\r\u001b\u0080-\u009f]/.test(line)) return line;
  const shown: string[] = [];
  let at = 0;
  for (const character of stripVTControlCharacters(line.replace(/\r+$/, ''))) {
    if (character === '\r') at = 0;
    else if (character === '\b') at = Math.max(0, at - 1);
    else shown[at++] = character;
  }
  return shown.join('');
}

// [a … b c …] gives [a] [b c] []: an empty first or last segment frees that end.
function splitAtGaps(lines: readonly SeenLine[]): SeenLine[][] {
  const segments: SeenLine[][] = [[]];
  for (const line of lines) {
    if (isGap(line.text)) segments.push([]);
    else segments.at(-1)?.push(line);
  }
  return segments;
}

/** How much of a segment these lines begin with, and the line that is not its. */
function placeIn(segment: readonly SeenLine[], window: readonly SeenLine[]): MatchPlace {
  const failing = segment.findIndex((line, at) => !lineMatches(line.text, window[at]?.text));
  const matched = failing < 0 ? segment.length : failing;
  return { matched, found: window[matched] ?? null };
}

// Pieces between `…` must follow one another; the first and the last are bound to the ends of the line.
function lineMatches(expected: string, seen: string | undefined): boolean {
  if (seen === undefined) return false;
  const pieces = expected.split(/…+/);
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)];
  if (pieces.length === 1) return expected === seen;
  if (!seen.startsWith(first) || !seen.endsWith(last) || seen.length < first.length + last.length) return false;
  let from = first.length;
  const end = seen.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const index = seen.indexOf(piece, from);
    if (index < 0 || index + piece.length > end) return false;
    from = index + piece.length;
  }
  return true;
}

function mismatch(expectation: Expectation, missing: SeenLine, found: SeenLine | null): Mismatch {
  const there = found
    ? `ligne ${found.line} de la sortie, on lit « ${visible(found.text)} »${lookalike(missing.text, found.text)}`
    : 'la sortie s’arrête avant';
  return {
    message: `La ligne attendue « ${missing.text} » n’a pas été trouvée : ${there}.`,
    expected: { text: missing.text, line: expectation.line + missing.line },
    seen: found,
  };
}

/** Names the first character that differs when two lines look the same: a no-break space, an accent in two characters. */
function lookalike(expected: string, seen: string): string {
  const looks = (text: string): string => text.normalize('NFKC').replaceAll(/[\s\p{Cf}]+/gu, ' ');
  if (looks(expected) !== looks(seen)) return '';
  const [wanted, got] = [[...expected], [...seen]];
  const at = wanted.findIndex((character, index) => character !== got[index]);
  const place = at < 0 ? wanted.length : at;
  const [before = 'rien', after = 'rien'] = [wanted[place], got[place]].map(
    (character) => character && codePoint(character),
  );
  return ` (les deux se ressemblent : caractère ${place + 1}, ${after} au lieu de ${before})`;
}

function unexpected(line: SeenLine): Mismatch {
  return {
    message: `La sortie continue après la dernière ligne attendue : ligne ${line.line}, on lit « ${visible(line.text)} ».`,
    expected: null,
    seen: line,
  };
}

interface MatchPlace {
  readonly matched: number;
  readonly found: SeenLine | null;
}

const NOWHERE: MatchPlace = { matched: -1, found: null };
