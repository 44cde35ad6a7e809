import type { Needles } from './needles.ts';
import type { Range } from './scanner.ts';
import { createScanner } from './scanner.ts';

/**
 * Replaces the secrets of one stream by `***`, whatever the chunks. Give it bytes as they come, before they are cut,
 * decoded, coloured or stored, and call `end` when the stream ends, even by a crash or a kill.
 *
 * It holds back only the longest end that may be the beginning of a secret. A beginning of at least 8 bytes with
 * which the stream ends is masked; a shorter one is shown.
 *
 * One mask serves one stream. A secret of which one part goes to stdout and the other to stderr is whole in neither:
 * where both are shown together, pass the merged bytes through a mask of their own. A secret whose parts are
 * separated by text of another stream is not recognised.
 */
export function createMask(needles: Needles): Mask {
  const ranges: Range[] = [];
  const scanner = createScanner(needles.automaton, (range) => ranges.push(range));
  let held: Uint8Array = new Uint8Array(0);
  // Offset in the stream of the first byte held, and the byte before it.
  let cursor = 0;
  let before = -1;
  let count = 0;

  function release(bytes: Uint8Array, limit: number): Uint8Array {
    const offset = cursor;
    const pieces: Uint8Array[] = [];
    const show = (end: number): void => {
      if (end > cursor) pieces.push(bytes.subarray(cursor - offset, end - offset));
      cursor = Math.max(cursor, end);
    };
    ranges.sort((a, b) => a.start - b.start);
    // Nothing to come begins before the limit, so the left edge of these is final; the right one may still move.
    const later = ranges.findIndex((range) => range.start > limit);
    for (const range of ranges.splice(0, later === -1 ? ranges.length : later)) {
      if (range.start >= cursor) {
        show(range.start);
        pieces.push(REPLACEMENT);
        count++;
      }
      cursor = Math.max(cursor, range.end);
    }
    show(limit);
    if (cursor > offset) before = bytes[cursor - offset - 1] as number;
    held = Buffer.from(bytes.subarray(cursor - offset));
    return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
  }

  return {
    write(chunk) {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      scanner.scan({ bytes, offset: cursor, before }, held.length);
      return release(bytes, scanner.settled());
    },
    end() {
      scanner.finish();
      return release(held, cursor + held.length);
    },
    count: () => count,
  };
}

export interface Mask {
  /** What can be shown now; may be a view of `chunk`. */
  readonly write: (chunk: Uint8Array) => Uint8Array;
  /** What is left. Nothing may be written afterwards. */
  readonly end: () => Uint8Array;
  /** How many times `***` was written. */
  readonly count: () => number;
}

const REPLACEMENT = Buffer.from('***');
