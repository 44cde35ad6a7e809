import { isCancel, select } from '@clack/prompts';
import type { Io } from '../io.ts';
import { discardTypeAhead } from './type-ahead.ts';

/** One line of a menu. */
export interface MenuEntry<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

/** A menu in French; null: left by Escape or Ctrl-C. Keys typed before it appeared are thrown away. */
export async function menu<T extends string>(
  io: Io,
  message: string,
  entries: readonly MenuEntry<T>[],
): Promise<T | null> {
  await discardTypeAhead(io.stdin);
  const answer = await select<string>({
    message: `${message} (↑ ↓ puis Entrée)`,
    options: [...entries],
    // They are in English.
    showInstructions: false,
    input: io.stdin,
    output: io.stdout,
  });
  return isCancel(answer) ? null : (answer as T);
}
