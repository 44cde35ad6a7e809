import type { WordPart } from 'unbash';

/** Stands for a part of a word that is only known when it runs. */
export const HOLE = '\uFFFC';
/** Stands for the path of a file or folder that `mktemp` has just created. */
export const FRESH = '\uE000';

/** One word of a command line, as far as it can be told without running anything. */
export interface Argument {
  /** What is known of it, with `HOLE` and `FRESH` for what is not. */
  readonly text: string;
  /** May become no word or several: unquoted expansion, `"$@"`, braces. */
  readonly split: boolean;
  /** Has an unquoted `*`, `?` or `[`. */
  readonly glob: boolean;
  /** The word as it is written, for a reader that reports where it stands; absent when the word is written nowhere. */
  readonly source?: WordSource;
}

export interface WordSource {
  readonly raw: string;
  readonly parts: readonly WordPart[];
  /** Where it stands in the text of the step. */
  readonly offset: number;
  readonly length: number;
}

/** Any number of unknown words. */
export const UNKNOWN_LIST: Argument = { text: HOLE, split: true, glob: false };

export function literal(text: string): Argument {
  return { text, split: false, glob: false };
}

/** The exact value of the word, or null when a part of it is unknown. */
export function exactValue(argument: Argument | null | undefined): string | null {
  if (!argument || argument.split || argument.glob || isDynamic(argument.text)) return null;
  return argument.text;
}

export function isDynamic(text: string): boolean {
  return text.includes(HOLE) || text.includes(FRESH);
}

/** Several words read as one text: `eval`, `ssh`, `watch`. */
export function joined(words: readonly Argument[]): Argument {
  return { text: words.map((word) => word.text).join(' '), split: words.some((word) => word.split), glob: false };
}

/** The last component of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** How a word is shown to the operator. */
export function shown(text: string): string {
  return text.replaceAll(HOLE, '…').replaceAll(FRESH, '…');
}
