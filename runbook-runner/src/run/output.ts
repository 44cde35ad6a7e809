import { StringDecoder } from 'node:string_decoder';
import type { Access } from '../disk/access.ts';
import { ownAccess } from '../disk/access.ts';
import type { Needles } from '../mask/needles.ts';
import { createMask } from '../mask/stream.ts';
import { createMasks } from '../mask/streams.ts';
import { visible } from '../report/visible.ts';
import { mergeLines } from './merge-lines.ts';
import { collectOwnError } from './own-error.ts';
import type { LogDigest } from './step-log.ts';
import { openStepLog } from './step-log.ts';

/** The output of one attempt: masked first, then written to its log as `access` says, shown, and given to who compares it. */
export interface StepOutput {
  /** The text is about to begin, and the journal says so. */
  readonly begin: () => void;
  readonly write: (stream: 'stdout' | 'stderr', chunk: Uint8Array) => void;
  /** No more output will come: what the masks held back goes out. */
  readonly end: () => void;
  /** The last lines, both streams, as a terminal can show them without obeying them. */
  readonly tail: () => readonly string[];
  /** What the command says of its failure, on its standard error. */
  readonly ownError: () => readonly string[];
  readonly digest: () => LogDigest;
  /** Occurrences of secrets replaced. */
  readonly masked: () => number;
  readonly close: () => void;
}

export function openStepOutput(
  path: string,
  needles: Needles,
  { show, compare }: OutputReaders,
  access: Access = ownAccess,
): StepOutput {
  const log = openStepLog(path, access);
  const tail = createTail();
  const decoder = new StringDecoder('utf8');
  // Log and screen show both streams together, and their lines in another order than they were read.
  const merged = createMask(needles);
  const stdout = new StringDecoder('utf8');
  const stderr = new StringDecoder('utf8');
  const error = collectOwnError();
  const emit = (masked: Uint8Array, text = decoder.write(Buffer.from(masked))): void => {
    log.write(masked);
    if (text !== '') {
      tail.add(text);
      show(text);
    }
  };
  const lines = mergeLines((chunk) => emit(merged.write(chunk)));
  const masks = createMasks(needles, (stream, masked) => {
    if (stream === 'stdout') compare(stdout.write(Buffer.from(masked)));
    else error.add(stderr.write(Buffer.from(masked)));
    lines.write(stream, masked);
  });
  return {
    begin: log.begin,
    write: masks.write,
    end() {
      masks.end();
      compare(stdout.end());
      error.add(stderr.end());
      lines.end();
      const last = merged.end();
      emit(last, decoder.write(Buffer.from(last)) + decoder.end());
    },
    tail: tail.lines,
    // Half of a secret that came in two, one on each output, would be alone here.
    ownError: () => (merged.count() === 0 ? error.lines() : []),
    digest: log.digest,
    masked: () => masks.count() + merged.count(),
    close() {
      lines.stop();
      log.close();
    },
  };
}

/** Who reads the masked text as it comes. */
export interface OutputReaders {
  /** Both streams, as a screen shows them. */
  readonly show: (text: string) => void;
  /** Standard output alone. */
  readonly compare: (text: string) => void;
}

const TAIL_LINES = 20;

function createTail(): { add: (text: string) => void; lines: () => readonly string[] } {
  let lines: string[] = [];
  let unfinished = '';
  return {
    add(text) {
      // Whole lines: a sequence may come in two pieces.
      const parts = (unfinished + text).split('\n');
      unfinished = (parts.pop() as string).slice(-4096);
      lines = [...lines, ...parts.slice(-TAIL_LINES).map(visible)].slice(-TAIL_LINES);
    },
    lines: () => [...lines, ...(unfinished === '' ? [] : [visible(unfinished)])].slice(-TAIL_LINES),
  };
}
