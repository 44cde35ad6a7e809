import { stripVTControlCharacters } from 'node:util';
import { isGap } from '../parse/gap.ts';
import type { Expectation } from '../parse/runbook.ts';
import { codePoint, visible } from '../report/visible.ts';

/**
 * Compares what a step printed with what its page shows. Lines are compared in order and from the first to the last:
 * a line `…` stands for any lines, `…` inside a line for any text. What cannot be seen is not asserted: blank lines
 * and white space at the end of a line do not count. Returns null when they match.
 */
export function compareOutput(expectation: Expectation, stdout: string): Mismatch | null {
  const expected = significantLines(expectation.text);
  const seen = significantLines(stdout);
  let from = 0;
  const segments = splitAtGaps(expected);
  for (const [index, segment] of segments.entries()) {
    const first = index === 0;
    const last = index === segments.length - 1;
    // A segment bound to the start or to the end of the output has one place only.
    const starts = first ? [0] : last ? [Math.max(from, seen.length - segment.length)] : range(from, seen.length);
    const place = bestPlace(segment, seen, starts);
    if (place.matched < segment.length) return mismatch(expectation, segment, seen, place);
    from = place.start + segment.length;
    if (last && from < seen.length) return unexpected(seen[from]);
  }
  return null;
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

function significantLines(text: string): SeenLine[] {
  return text
    .split('\n')
    .map((line, index) => ({ text: asSeen(line).trimEnd(), line: index + 1 }))
    .filter((line) => line.text !== '');
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

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from, 0) + 1 }, (_, index) => from + index);
}

function bestPlace(segment: readonly SeenLine[], seen: readonly SeenLine[], starts: readonly number[]): MatchPlace {
  let best: MatchPlace = { start: starts[0] ?? 0, matched: -1 };
  for (const start of starts) {
    const matched = matchedLines(segment, seen, start);
    if (matched > best.matched) best = { start, matched };
    if (matched === segment.length) break;
  }
  return best;
}

function matchedLines(segment: readonly SeenLine[], seen: readonly SeenLine[], start: number): number {
  const failing = segment.findIndex((line, index) => !lineMatches(line.text, seen[start + index]?.text));
  return failing < 0 ? segment.length : failing;
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

function mismatch(
  expectation: Expectation,
  segment: readonly SeenLine[],
  seen: readonly SeenLine[],
  place: MatchPlace,
): Mismatch {
  const missing = segment[place.matched] ?? { text: '', line: 0 };
  const found = seen[place.start + place.matched] ?? null;
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

function unexpected(seen: SeenLine | undefined): Mismatch {
  const line = seen ?? { text: '', line: 0 };
  return {
    message: `La sortie continue après la dernière ligne attendue : ligne ${line.line}, on lit « ${visible(line.text)} ».`,
    expected: null,
    seen: line,
  };
}

interface MatchPlace {
  readonly start: number;
  readonly matched: number;
}
