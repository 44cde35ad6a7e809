import { select } from '@clack/prompts';
import { visible } from '../../report/visible.ts';
import type { Io } from '../io.ts';
import { prompt } from './prompt.ts';
import { question } from './question.ts';

/** One line of a menu. */
export interface MenuEntry<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

/** A menu in French; null: left by Escape or Ctrl-C, or ended by `signal`. */
export async function menu<T extends string>(
  io: Io,
  message: string,
  entries: readonly MenuEntry<T>[],
  signal?: AbortSignal,
): Promise<T | null> {
  return prompt<T>(
    io,
    (streams) =>
      select<string>({
        message: question(`${message} (↑ ↓ puis Entrée)`, io),
        options: entries.map((entry) => ({
          ...entry,
          label: visible(entry.label),
          ...(entry.hint === undefined ? {} : { hint: visible(entry.hint) }),
        })),
        // They are in English.
        showInstructions: false,
        ...streams,
        ...(signal ? { signal } : {}),
      }) as Promise<T | symbol>,
  );
}
