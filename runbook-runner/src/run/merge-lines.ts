/**
 * Merges the two outputs of a step without cutting a line of one by the other. Each comes through its own pipe: what a
 * program wrote to one after the other may be read the other way round. What arrives in the middle of a line of the other
 * output waits for its end, a tenth of a second at most: a progress without line feeds must not hide an error.
 */
export function mergeLines(out: (chunk: Uint8Array) => void): LineMerger {
  let unfinished: Stream | null = null;
  let waiting: Uint8Array[] = [];
  let timer: NodeJS.Timeout | undefined;

  const pass = (stream: Stream, chunk: Uint8Array): void => {
    out(chunk);
    unfinished = chunk.at(-1) === LINE_FEED ? null : stream;
  };
  const release = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const chunks = waiting;
    waiting = [];
    if (chunks.length > 0) pass(unfinished === 'stdout' ? 'stderr' : 'stdout', Buffer.concat(chunks));
  };
  const write = (stream: Stream, chunk: Uint8Array): void => {
    if (chunk.length === 0) return;
    if (unfinished !== null && unfinished !== stream) {
      waiting.push(chunk);
      timer ??= setTimeout(release, LONGEST_WAIT);
      return;
    }
    const end = waiting.length > 0 ? chunk.indexOf(LINE_FEED) + 1 : 0;
    if (end === 0) return pass(stream, chunk);
    // The stream is still known here: what waits is of the other one.
    out(chunk.subarray(0, end));
    release();
    write(stream, chunk.subarray(end));
  };
  return {
    write,
    end: release,
    stop: () => clearTimeout(timer),
  };
}

export interface LineMerger {
  readonly write: (stream: Stream, chunk: Uint8Array) => void;
  /** What waits goes out. */
  readonly end: () => void;
  /** Nothing goes out any more. */
  readonly stop: () => void;
}

type Stream = 'stdout' | 'stderr';

const LINE_FEED = 0x0a;
/** Milliseconds. */
const LONGEST_WAIT = 100;
