import { visible } from '../../report/visible.ts';
import type { Io } from '../io.ts';
import { wrap } from '../terminal/wrap.ts';

/** A question as it is drawn, folded by us: @clack/prompts would break a line between « and its word. */
export function question(text: string, { stdout }: Pick<Io, 'stdout'>): string {
  return wrap(visible(text), Math.max((stdout.columns ?? 80) - BAR, 20)).join('\n');
}

/** Columns of the bar that stands before each of its lines, and of the space that is left behind them. */
const BAR = 4;
