import type { Automaton } from './automaton.ts';
import { nextState } from './automaton.ts';
import { createTransparency, ESCAPE, opensTransparent, SPACE } from './transparent.ts';

/**
 * Finds needles in a stream given window by window. Two readings go side by side: the bytes as they are, and the bytes
 * without what is transparent. They are one state except just after something transparent inside a possible match,
 * which is why ordinary text costs one table look-up a byte. Offsets count from the start of the stream.
 */
export function createScanner({ automaton, spaces }: Reading, found: (range: Range) => void): Scanner {
  const { rows, denseStates, depth, open, masks, words, hits, fail } = automaton;
  const lastOpening = spaces ? SPACE : ESCAPE;
  let raw = 0;
  let stripped = 0;
  let apart = false;
  let transparency = createTransparency(spaces);
  let skipped: Range[] = [];
  let position = 0;
  // Whole words that end at `position`: the next byte decides.
  let undecided: Range[] = [];

  function scanTogether(window: Window, from: number): number {
    const { bytes } = window;
    const end = bytes.length;
    let state = raw;
    let index = from;
    for (; index < end; index++) {
      const byte = bytes[index] as number;
      if (byte <= lastOpening && state !== 0 && opensTransparent(byte, spaces)) {
        apart = true;
        break;
      }
      state = state < denseStates ? (rows[state * 256 + byte] as number) : nextState(automaton, state, byte);
      if (hits[state] !== 0) reportRaw(window, state, index + 1);
    }
    raw = state;
    stripped = state;
    return index;
  }

  function scanApart(window: Window, index: number): void {
    const byte = window.bytes[index] as number;
    const end = window.offset + index + 1;
    raw = nextState(automaton, raw, byte);
    if (hits[raw] !== 0) reportRaw(window, raw, index + 1);
    if (transparency.isTransparent(byte)) {
      skip(end - 1);
    } else {
      stripped = nextState(automaton, stripped, byte);
      const length = masks[stripped] as number;
      if (length !== 0) found({ start: startOfStripped(length, end), end });
    }
    const lastSkip = skipped.at(-1)?.end ?? 0;
    if (raw === stripped && transparency.isSettled() && lastSkip <= end - (depth[raw] as number)) {
      apart = false;
      skipped = [];
      transparency = createTransparency(spaces);
    }
  }

  function skip(at: number): void {
    const last = skipped.at(-1);
    if (last?.end === at) skipped[skipped.length - 1] = { start: last.start, end: at + 1 };
    else skipped.push({ start: at, end: at + 1 });
  }

  // Where the last `length` bytes that were not skipped begin.
  function startOfStripped(length: number, end: number): number {
    let start = end;
    let missing = length;
    for (let index = skipped.length - 1; index >= 0; index--) {
      const gap = skipped[index] as Range;
      if (start - gap.end >= missing) break;
      missing -= start - gap.end;
      start = gap.start;
    }
    return start - missing;
  }

  function reportRaw(window: Window, state: number, indexAfter: number): void {
    const end = window.offset + indexAfter;
    const length = masks[state] as number;
    if (length !== 0) found({ start: end - length, end });
    for (let word = state; words[word] !== 0; word = fail[word] as number) {
      const range = { start: end - (words[word] as number), end };
      if (isWordByte(byteAt(window, range.start - 1))) continue;
      if (indexAfter === window.bytes.length) undecided.push(range);
      else if (!isWordByte(window.bytes[indexAfter] as number)) found(range);
    }
  }

  function decide(next: number): void {
    if (!isWordByte(next)) for (const range of undecided) found(range);
    undecided = [];
  }

  return {
    scan(window, from) {
      if (from === window.bytes.length) return;
      decide(window.bytes[from] as number);
      let index = from;
      while (index < window.bytes.length) {
        if (apart) scanApart(window, index++);
        else index = scanTogether(window, index);
      }
      position = window.offset + window.bytes.length;
    },
    settled() {
      const start = startOfStripped(open[stripped] as number, position);
      skipped = skipped.filter((gap) => gap.end > start);
      return Math.min(start, position - (open[raw] as number), ...undecided.map((range) => range.start));
    },
    finish() {
      decide(NO_BYTE);
      const length = open[raw] as number;
      if (length >= SHORTEST_FRAGMENT) found({ start: position - length, end: position });
      const strippedLength = open[stripped] as number;
      if (strippedLength < SHORTEST_FRAGMENT) return;
      const lastSkip = skipped.at(-1);
      found({
        start: startOfStripped(strippedLength, position),
        end: lastSkip?.end === position ? lastSkip.start : position,
      });
    },
  };
}

/** What to look for, and through what. */
export interface Reading {
  readonly automaton: Automaton;
  /** Whether white space is transparent wherever it is, and not only where lines are wrapped. */
  readonly spaces: boolean;
}

export interface Scanner {
  /** Reads the bytes of the window from index `from`; those before were read already. */
  readonly scan: (window: Window, from: number) => void;
  /** No needle found from now on begins before this offset. */
  readonly settled: () => number;
  /** The stream is over: reports the beginning of a needle that was cut off, when it is long enough to tell. */
  readonly finish: () => void;
}

export interface Window {
  readonly bytes: Uint8Array;
  /** Where its first byte is in the stream. */
  readonly offset: number;
  /** The byte before the first; -1: none. */
  readonly before: number;
}

/** Offsets in the stream; `end` is excluded. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export const NO_BYTE = -1;

// Shorter ones are the beginnings of too many ordinary words.
const SHORTEST_FRAGMENT = 8;

// What is left of the window was already masked: nothing there can be the middle of a word that is shown.
function byteAt(window: Window, offset: number): number {
  const index = offset - window.offset;
  if (index >= 0) return window.bytes[index] as number;
  return index === -1 ? window.before : NO_BYTE;
}

function isWordByte(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte >= 0x80
  );
}
