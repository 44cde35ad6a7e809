import type { Channel } from './channel.ts';
import { createChannel } from './channel.ts';
import type { Needles } from './needles.ts';
import type { Range, Scanner } from './scanner.ts';
import { createScanner, NO_BYTE } from './scanner.ts';

/**
 * The same as `createMask` for both outputs of a process, which a reader sees as one: a secret of which one part goes to
 * one and the next to the other is whole in neither. Each output is masked by itself, and so is what begins at the end of
 * one and goes on in the other, in the order in which they are read.
 */
export function createMasks(needles: Needles, give: (stream: Stream, masked: Uint8Array) => void): Masks {
  const channels = { stdout: createChannel(needles), stderr: createChannel(needles) };
  let last: Stream | null = null;
  // Only while something that began in one output may go on in the other.
  let crossing: Crossing | null = null;

  function limitOf(stream: Stream): number {
    return crossing?.limitOf(stream) ?? Number.POSITIVE_INFINITY;
  }

  return {
    write(stream, chunk) {
      if (chunk.length === 0) return;
      if (last !== null && last !== stream) crossing ??= createCrossing(needles, channels, last);
      last = stream;
      const { offset, bytes } = channels[stream].held();
      crossing?.read(stream, offset + bytes.length, chunk);
      channels[stream].read(chunk);
      if (crossing?.isOver() === true) crossing = null;
      const other = stream === 'stdout' ? 'stderr' : 'stdout';
      for (const one of [other, stream] as const) give(one, channels[one].give(limitOf(one)));
    },
    end() {
      crossing?.finish();
      for (const one of ['stdout', 'stderr'] as const) give(one, channels[one].end());
    },
    count: () => channels.stdout.count() + channels.stderr.count(),
  };
}

export type Stream = 'stdout' | 'stderr';

export interface Masks {
  readonly write: (stream: Stream, chunk: Uint8Array) => void;
  /** Both streams are over: what was held back goes out. */
  readonly end: () => void;
  /** How many times `***` was written. */
  readonly count: () => number;
}

/** Reads both outputs as one, from what the output `first` holds back. */
function createCrossing({ readings }: Needles, channels: Readonly<Record<Stream, Channel>>, first: Stream): Crossing {
  let segments: Segment[] = [];
  const found = ({ start, end }: Range): void => {
    const parts = segments.filter((segment) => segment.start < end && segment.start + segment.length > start);
    // What is whole in one output is its own mask's business.
    if (new Set(parts.map(({ stream }) => stream)).size < 2) return;
    for (const { stream, start: from, length, offset } of parts) {
      const [begin, stop] = [Math.max(start, from), Math.min(end, from + length)];
      channels[stream].mask({ start: offset + begin - from, end: offset + stop - from });
    }
  };
  const scanners: readonly Scanner[] = readings.map((reading) => createScanner(reading, found));
  let position = 0;
  let open = 0;

  function read(stream: Stream, offset: number, bytes: Uint8Array): void {
    segments.push({ stream, start: position, length: bytes.length, offset });
    // What begins before a segment is in two outputs: the byte before it is never asked for.
    for (const scanner of scanners) scanner.scan({ bytes, offset: position, before: NO_BYTE }, 0);
    position += bytes.length;
    open = Math.min(...scanners.map((scanner) => scanner.settled()));
    segments = segments.filter((segment) => segment.start + segment.length > open);
  }

  const { offset: from, bytes: held } = channels[first].held();
  read(first, from, held);
  return {
    read,
    limitOf(stream) {
      const segment = segments.find((one) => one.stream === stream);
      return segment === undefined ? Number.POSITIVE_INFINITY : segment.offset + Math.max(0, open - segment.start);
    },
    isOver: () => new Set(segments.map(({ stream }) => stream)).size < 2,
    finish() {
      for (const scanner of scanners) scanner.finish();
    },
  };
}

interface Crossing {
  /** `offset`: where the bytes are in their own stream. */
  readonly read: (stream: Stream, offset: number, bytes: Uint8Array) => void;
  /** What of a stream may be given out: nothing that is found from now on begins before. */
  readonly limitOf: (stream: Stream) => number;
  /** Whether nothing that may go on is of both streams. */
  readonly isOver: () => boolean;
  readonly finish: () => void;
}

interface Segment {
  readonly stream: Stream;
  /** In both streams as one. */
  readonly start: number;
  readonly length: number;
  /** In its own stream. */
  readonly offset: number;
}
