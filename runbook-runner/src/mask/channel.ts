import type { Needles } from './needles.ts';
import type { Range, Window } from './scanner.ts';
import { createScanner, NO_BYTE } from './scanner.ts';

/**
 * The bytes of one stream on their way through the mask: read, held while they may be the beginning of a secret, and given
 * out with `***` in place of what is one.
 */
export function createChannel({ readings }: Needles): Channel {
  const ranges: Range[] = [];
  const scanners = readings.map((reading) => createScanner(reading, (range) => ranges.push(range)));
  let held: Uint8Array = new Uint8Array(0);
  // Offset in the stream of the first byte held, and the byte before it.
  let cursor = 0;
  let before = NO_BYTE;
  let count = 0;

  function release(limit: number): Uint8Array {
    const bytes = held;
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
    read(chunk) {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      for (const scanner of scanners) scanner.scan({ bytes, offset: cursor, before }, held.length);
      held = bytes;
    },
    mask: (range) => void ranges.push(range),
    give: (limit) => release(Math.min(limit, ...scanners.map((scanner) => scanner.settled()))),
    end() {
      for (const scanner of scanners) scanner.finish();
      return release(cursor + held.length);
    },
    held: () => ({ bytes: held, offset: cursor, before }),
    count: () => count,
  };
}

export interface Channel {
  readonly read: (chunk: Uint8Array) => void;
  /** Masks what was found from outside; none of it may have been given out. */
  readonly mask: (range: Range) => void;
  /** What can be shown now of what comes before `limit`; may be a view of a chunk. */
  readonly give: (limit: number) => Uint8Array;
  /** What is left. Nothing may be read afterwards. */
  readonly end: () => Uint8Array;
  /** What was read and not given out. */
  readonly held: () => Window;
  /** How many times `***` was written. */
  readonly count: () => number;
}

const REPLACEMENT = Buffer.from('***');
