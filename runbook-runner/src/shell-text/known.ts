import type { Argument } from './argument.ts';

/** What is known, before it runs, of the state that a shell text reads. */
export interface Known {
  /** A name that is absent has an unknown value. */
  readonly variables: ReadonlyMap<string, Value>;
  /** Functions, by name: each source text that their definition may have; null: there may be none. */
  readonly functions: ReadonlyMap<string, readonly (string | null)[]>;
  readonly positional: readonly Argument[] | null;
}

/** What is known of a variable. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Argument[] };

/** For a reader that follows no assignment: only what the words themselves say is known. */
export const NOTHING_KNOWN: Known = { variables: new Map(), functions: new Map(), positional: null };
