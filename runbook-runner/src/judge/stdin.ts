/** What a command reads on its standard input, as far as its text is known before running. */
export type Stdin =
  /** Nothing redirected: a step's own input is empty. */
  | { readonly kind: 'inherited' }
  /** A constant text; `HOLE` marks what is not known of it. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unknown' };

export const INHERITED: Stdin = { kind: 'inherited' };
