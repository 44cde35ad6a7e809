import { isCancel, text } from '@clack/prompts';
import type { Io } from '../io.ts';
import { discardTypeAhead } from './type-ahead.ts';

/** A line typed by the operator, without its outer white space; null: left by Escape or Ctrl-C. */
export async function askText(io: Io, message: string): Promise<string | null> {
  await discardTypeAhead(io.stdin);
  const answer = await text({ message, placeholder: '', input: io.stdin, output: io.stdout });
  return isCancel(answer) ? null : (answer ?? '').trim();
}
