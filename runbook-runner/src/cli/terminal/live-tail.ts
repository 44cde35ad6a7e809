import { formatDuration } from '../../french/duration.ts';
import type { Paint } from '../../report/paint.ts';
import { visible } from '../../report/visible.ts';
import { cut, readableWidth } from './wrap.ts';

/** While a step runs on a terminal: its elapsed time and its last lines, drawn over themselves. */
export interface LiveTail {
  readonly add: (text: string) => void;
  /** Draws nothing while `paused`. */
  readonly pause: (paused: boolean) => void;
  /** Removes what was drawn. */
  readonly stop: () => void;
}

export function startLiveTail(output: NodeJS.WriteStream, { dim }: Paint, now: () => number): LiveTail {
  const began = now();
  let lines: string[] = [];
  let unfinished = '';
  let drawn = 0;
  let silent = false;
  const erase = (): void => {
    if (drawn > 0) output.write(`\x1b[${drawn}A\x1b[J`);
    drawn = 0;
  };
  const draw = (): void => {
    if (silent) return;
    const width = readableWidth(output.columns);
    const last = [...lines, ...(unfinished === '' ? [] : [unfinished])].slice(-SHOWN_LINES);
    const text = [
      `  … en cours depuis ${formatDuration(now() - began)}`,
      ...last.map((line) => `  │ ${cut(visible(line), width - 4)}`),
    ];
    erase();
    output.write(`${text.map((line) => dim(line)).join('\n')}\n`);
    drawn = text.length;
  };
  const timer = setInterval(draw, REDRAW_MS);
  return {
    add(text) {
      const parts = (unfinished + text).split('\n');
      unfinished = (parts.pop() as string).slice(-1000);
      lines = [...lines, ...parts].slice(-SHOWN_LINES);
    },
    pause(paused) {
      silent = paused;
      erase();
    },
    stop() {
      clearInterval(timer);
      erase();
    },
  };
}

const SHOWN_LINES = 5;
const REDRAW_MS = 200;
