import type { RiskRuleId } from '../rules.ts';
import type { Argument } from './argument.ts';
import { exactValue, UNKNOWN_LIST } from './argument.ts';
import type { Options } from './options.ts';
import { readOptions } from './options.ts';

/** How the command line of a program (or of one of its subcommands) is read, and what it makes run. */
export interface Grammar {
  readonly names: readonly string[];
  /** Grammar of its options, see `readOptions`; absent: any option is accepted and none is looked at. */
  readonly options?: string;
  /** The first operand ends the options. */
  readonly stop?: boolean;
  /** When the first operand names a subcommand. */
  readonly subcommands?: readonly Grammar[];
  /** What else the command makes run. */
  readonly runs?: (call: Call) => readonly Inner[];
}

/** A command line, unwrapped, with its options read. */
export interface Call extends Options {
  /** Name as shown: `docker compose down`. */
  readonly name: string;
  readonly args: readonly Argument[];
  /** Where it runs; null or absent: not known. */
  readonly folder?: string | null;
  /** Whether one of the options was given. */
  readonly has: (...names: readonly string[]) => boolean;
  /** Values given to the options. */
  readonly values: (...names: readonly string[]) => readonly Argument[];
}

/** Something a command makes run. `elsewhere`: in a container or on another machine. */
export type Inner =
  /** A command line of its own; `consumes`: its standard input is not the wrapper's. */
  | {
      readonly kind: 'command';
      readonly argv: readonly Argument[];
      readonly consumes?: true;
      readonly elsewhere?: true;
    }
  /** A text given to another shell; `here`: read by this very shell. */
  | {
      readonly kind: 'shell';
      readonly text: Argument;
      readonly positional?: readonly Argument[];
      readonly elsewhere?: true;
      readonly here?: true;
    }
  /** Another shell that reads its text from standard input. */
  | { readonly kind: 'shell-stdin'; readonly positional?: readonly Argument[]; readonly elsewhere?: true }
  /** The variables that are set for the command, `NAME=value` each. */
  | { readonly kind: 'environment'; readonly words: readonly Argument[] }
  /** A text given to psql. */
  | { readonly kind: 'sql'; readonly text: Argument; readonly variables: ReadonlyMap<string, Argument> }
  | { readonly kind: 'sql-stdin'; readonly variables: ReadonlyMap<string, Argument> }
  /** Nobody can tell. `text`: French, follows the command's name. */
  | { readonly kind: 'opaque'; readonly rule: RiskRuleId; readonly text: string };

/** A command and each subcommand that its line names, each with its own options: the last is what is called. */
export function levelsOf<G extends Grammar & { readonly subcommands?: readonly G[] }>(
  grammar: G,
  name: string,
  args: readonly Argument[],
): readonly [...Level<G>[], Level<G>] {
  const call = callOf(grammar, name, args);
  const level = { grammar, call };
  const [first, ...rest] = call.operands;
  const subcommands: readonly G[] | undefined = grammar.subcommands;
  const word = subcommands && call.unknown === null ? exactValue(first) : null;
  const subcommand = word === null ? undefined : subcommands?.find(({ names }) => names.includes(word));
  return subcommand ? [level, ...levelsOf(subcommand, `${name} ${word}`, rest)] : [level];
}

/** Reads the options of one level. */
export function callOf(grammar: Grammar, name: string, args: readonly Argument[]): Call {
  const options =
    grammar.options === undefined
      ? { given: new Map<string, readonly (Argument | null)[]>(), operands: args, unknown: null }
      : readOptions(args, grammar.options, grammar.stop === true || grammar.subcommands !== undefined);
  return {
    ...options,
    name,
    args,
    has: (...names) => names.some((option) => options.given.has(option)),
    values: (...names) =>
      names.flatMap((option) => options.given.get(option) ?? []).map((value) => value ?? UNKNOWN_LIST),
  };
}

/** Whether every option of the line is known: what it runs cannot be told otherwise. */
export function isUnderstood({ grammar, call }: Level<Grammar>): boolean {
  return grammar.options === undefined || call.unknown === null;
}

export interface Level<G extends Grammar> {
  readonly grammar: G;
  readonly call: Call;
}
