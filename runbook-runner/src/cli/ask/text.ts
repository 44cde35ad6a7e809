import { text } from '@clack/prompts';
import type { Io } from '../io.ts';
import { prompt } from './prompt.ts';

/** A line typed by the operator, without its outer white space; null: left by Escape or Ctrl-C, or ended by `signal`. */
export async function askText(io: Io, message: string, signal?: AbortSignal): Promise<string | null> {
  const answer = await prompt<string | undefined>(io, (streams) =>
    text({ message, placeholder: '', ...streams, ...(signal ? { signal } : {}) }),
  );
  return answer === null ? null : (answer ?? '').trim();
}
