import type { Command, CommandArgument, Redirection } from 'unbash';
import { entryOf } from '../../judge/catalogue/catalogue.ts';
import type { Argument } from '../../shell-text/argument.ts';
import { HOLE, literal } from '../../shell-text/argument.ts';
import type { Invocation, InvocationsAndTexts } from '../../shell-text/invocation.ts';
import { invocationsOf } from '../../shell-text/invocation.ts';
import { NOTHING_KNOWN } from '../../shell-text/known.ts';
import { resolveWords } from '../../shell-text/word.ts';
import type { Context, Place, Stream } from './context.ts';
import { placeIn } from './context.ts';

/** Reads a simple command: its words, and every program that they run. */
export function readCommand(
  node: Command,
  context: Context,
): Omit<ShellCommand, 'opens'> & Pick<InvocationsAndTexts, 'texts'> {
  const words = node.args.map((word) => wordIn(word, context.anchor));
  if (node.name) words.unshift(wordIn(node.name, context.anchor));
  const { input, output, loopInput, subshell, own, anchor } = context;
  return {
    node,
    words,
    ...invocationsOf(words, entryOf, context.where),
    ...placeIn(anchor, node),
    anchor,
    redirects: node.redirects,
    input,
    output,
    loopInput,
    subshell,
    own,
    pipeline: context.pipeline ?? {},
  };
}

function wordIn(word: CommandArgument, anchor: Place | null): Argument {
  const [argument = literal('')] = resolveWords([word], NOTHING_KNOWN);
  const parts = (word.type === 'Assignment' ? undefined : word.parts) ?? [];
  // What is not known of a text reads like any expansion.
  const raw = anchor === null ? word.text : word.text.replaceAll(HOLE, '$…');
  return { ...argument, source: { raw, parts, ...placeIn(anchor, word) } };
}

/** A simple command. */
export interface ShellCommand extends Place {
  readonly node: Command;
  /** Its name, when it has one, then its arguments, each with its source. */
  readonly words: readonly Argument[];
  /** Every program it runs, from the one that is written to the one that wrappers run in the end. */
  readonly invocations: readonly Invocation[];
  readonly redirects: readonly Redirection[];
  /** See `placeIn`. */
  readonly anchor: Place | null;
  readonly input: Stream;
  readonly output: Stream | 'captured';
  /** Its standard input is what an enclosing `while read` is reading. */
  readonly loopInput: boolean;
  /** What it changes in the shell is lost: a subshell, a pipeline, a substitution or another shell. */
  readonly subshell: boolean;
  /** Run by the shell of the step, not by another one that is given a text. */
  readonly own: boolean;
  /** It gives a shell a text, whose commands follow it. */
  readonly opens: boolean;
  /** The same object for the commands of one pipeline. */
  readonly pipeline: object;
}

/** A command, and one of the programs that it runs. */
export type RunningCommand = ShellCommand & { readonly run: Invocation };
