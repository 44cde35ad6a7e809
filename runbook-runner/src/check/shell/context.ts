import type { ParsedScript, Redirection, SyntaxNode } from 'unbash';
import type { GivenText, Where } from '../../shell-text/invocation.ts';
import { NOTHING_KNOWN } from '../../shell-text/known.ts';
import type { Stdin } from '../../shell-text/stdin.ts';
import { INHERITED, stdinOf } from '../../shell-text/stdin.ts';
import { shellTree } from '../../shell-text/tree.ts';

/** What surrounds a node. */
export interface Context {
  readonly anchor: Place | null;
  readonly input: Stream;
  readonly output: Stream | 'captured';
  /** What is known of the standard input. */
  readonly stdin: Stdin;
  readonly loopInput: boolean;
  readonly subshell: boolean;
  readonly own: boolean;
  readonly pipeline: object | null;
  readonly where: Where;
  /** Texts in texts. */
  readonly depth: number;
}

export interface Place {
  readonly offset: number;
  readonly length: number;
}

export type Stream = 'inherited' | 'piped' | 'redirected';

/** Around the text of a step. */
export const OUTERMOST: Context = {
  anchor: null,
  input: 'inherited',
  output: 'inherited',
  stdin: INHERITED,
  loopInput: false,
  subshell: false,
  own: true,
  pipeline: null,
  where: { service: null, elsewhere: false },
  depth: 0,
};

/** Where a node stands in the text of the step; the whole of what holds it when it is in a text of its own. */
export function placeIn(anchor: Place | null, node: Pick<SyntaxNode, 'pos' | 'end'>): Place {
  return anchor ?? { offset: node.pos, length: node.end - node.pos };
}

/** Around what a node with redirections holds. */
export function redirected(context: Context, redirects: readonly Redirection[]): Context {
  if (redirects.length === 0) return context;
  let { input, output, stdin, loopInput } = context;
  for (const redirect of redirects) {
    const descriptor = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : null;
    if (redirect.operator.startsWith('<')) {
      if (descriptor === null ? redirect.descriptor === undefined : descriptor === 0)
        [input, stdin, loopInput] = ['redirected', stdinOf(redirects, NOTHING_KNOWN) ?? stdin, false];
    } else if (redirect.operator.startsWith('&>') || redirect.descriptor === undefined || descriptor === 1)
      output = 'redirected';
  }
  return { ...context, input, output, stdin, loopInput };
}

/** Around the script of a substitution. */
export function substituted(node: SyntaxNode, script: ParsedScript, context: Context): Context {
  const { anchor } = context;
  return {
    ...context,
    // The positions of a script in backquotes index its own decoded text.
    anchor: script.source === undefined ? anchor : placeIn(anchor, node),
    input: 'inherited',
    output: 'captured',
    stdin: INHERITED,
    subshell: true,
    pipeline: null,
  };
}

/** A text that a command gives to a shell: what it runs counts where that command stands. Null when it cannot be read. */
export function openedText(given: GivenText, command: Place, outer: Context): OpenedText | null {
  const { stdin } = outer;
  const text = given.text ?? (stdin.kind === 'text' ? stdin.text : null);
  const script = text === null || outer.depth >= DEEPEST ? null : shellTree(text);
  if (script === null || script.errors?.length) return null;
  const read = given.text === null || given.consumed;
  const inside: Context = {
    ...outer,
    anchor: { offset: command.offset, length: command.length },
    input: read ? 'redirected' : outer.input,
    stdin: read ? { kind: 'unknown' } : stdin,
    loopInput: !read && outer.loopInput,
    subshell: outer.subshell || !given.here,
    own: outer.own && given.here,
    where: given,
    depth: outer.depth + 1,
  };
  return { script, inside };
}

interface OpenedText {
  readonly script: ParsedScript;
  readonly inside: Context;
}

/** As many as the judge enters. */
const DEEPEST = 8;
