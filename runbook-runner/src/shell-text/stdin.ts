import type { Redirection } from 'unbash';
import type { Known } from './known.ts';
import { resolveParts, resolveText } from './word.ts';

/** What a command reads on its standard input, as far as its text is known before running. */
export type Stdin =
  /** Nothing redirected: a step's own input is empty. */
  | { readonly kind: 'inherited' }
  /** A constant text; `HOLE` marks what is not known of it. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unknown' };

export const INHERITED: Stdin = { kind: 'inherited' };

/** What the redirections make of standard input; null: they leave it alone. */
export function stdinOf(redirects: readonly Redirection[], known: Known): Stdin | null {
  let stdin: Stdin | null = null;
  for (const redirect of redirects) {
    const descriptor = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : redirect.descriptor;
    if (descriptor !== undefined && descriptor !== 0) continue;
    if (redirect.type === 'HereString')
      stdin = { kind: 'text', text: `${redirect.target ? resolveText(redirect.target, known) : ''}\n` };
    else if (redirect.type === 'HereDoc') {
      const text = redirect.body.parts ? resolveParts(redirect.body.parts, known) : redirect.body.text;
      stdin = { kind: 'text', text: redirect.operator === '<<-' ? text.replaceAll(/^\t+/gmu, '') : text };
    } else if (redirect.operator.startsWith('<')) {
      const target = redirect.target ? resolveText(redirect.target, known) : '';
      stdin = target === '/dev/null' ? { kind: 'text', text: '' } : { kind: 'unknown' };
    }
  }
  return stdin;
}
