import type { CommandArgument, WordPart } from 'unbash';

/** A word of a command: its value when it is known without running anything, its source, where it is. */
export function shellWord(word: CommandArgument): ShellWord {
  const raw = word.text;
  if (word.type === 'Assignment') return { value: staticAssignment(raw), raw, parts: none, offset: word.pos };
  const { parts } = word;
  return { value: parts ? joined(parts) : word.value, raw, parts: parts ?? none, offset: word.pos };
}

const none: readonly WordPart[] = [];

export interface ShellWord {
  /** Null when it depends on an expansion. */
  readonly value: string | null;
  readonly raw: string;
  readonly parts: readonly WordPart[];
  readonly offset: number;
}

function joined(parts: readonly WordPart[]): string | null {
  let text = '';
  for (const part of parts) {
    const value = partValue(part);
    if (value === null) return null;
    text += value;
  }
  return text;
}

function partValue(part: WordPart): string | null {
  if (part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted') return part.value;
  if (part.type === 'DoubleQuoted') return joined(part.parts);
  return null;
}

function staticAssignment(raw: string): string | null {
  return /[$`'"\\]/.test(raw) ? null : raw;
}
