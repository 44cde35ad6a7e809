import type { Argument } from '../shell-text/argument.ts';

const WORDS =
  /\b(rm\s+-|rmdir\s|unlink\b|shred\b|truncate\b|mkfs|wipefs\b|dd\s+(if|of)=|drop\s+(table|database|schema|role|owned|view|index|column)|dropdb\b|dropuser\b|delete\s+from|flushall|flushdb|volume\s+(rm|prune)|system\s+prune|rmtree|os\.(remove|unlink|system)|subprocess|\.delete\(|pg_restore\b|reboot\b|shutdown\b)/iu;

/** The first alarming word in arguments that nobody could read as code; null when there is none. Only raises a risk. */
export function tripwire(args: readonly Argument[]): string | null {
  for (const { text } of args) {
    const found = WORDS.exec(text);
    if (found) return found[0].trim();
  }
  return null;
}
