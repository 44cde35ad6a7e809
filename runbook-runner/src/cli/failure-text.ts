import type { FailureText } from '../failure.ts';
import { allVisible } from '../report/visible.ts';

/**
 * A failure as the operator reads it, each thing on a line of its own.
 * @param head how its message is shown, with the mark before it.
 */
export function formatFailure(text: FailureText, head: (message: string) => string): string {
  const { message, where, expected, action } = allVisible(text);
  const lines = [head(message)];
  if (where) lines.push(`  où        ${where}`);
  if (expected) lines.push(`  attendu   ${expected}`);
  if (action) lines.push(`  à faire   ${action}`);
  return `${lines.join('\n')}\n`;
}
