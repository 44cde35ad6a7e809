import { createChannel } from './channel.ts';
import type { Needles } from './needles.ts';

/**
 * Replaces the secrets of one stream by `***`, whatever the chunks. Give it bytes as they come, before they are cut,
 * decoded, coloured or stored, and call `end` when the stream ends, even by a crash or a kill.
 *
 * It holds back only the longest end that may be the beginning of a secret. A beginning of at least 8 bytes with
 * which the stream ends is masked; a shorter one is shown.
 */
export function createMask(needles: Needles): Mask {
  const channel = createChannel(needles);
  return {
    write(chunk) {
      channel.read(chunk);
      return channel.give(Number.POSITIVE_INFINITY);
    },
    end: channel.end,
    count: channel.count,
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
