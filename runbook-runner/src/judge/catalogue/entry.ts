import type { Argument } from '../argument.ts';
import type { Options } from '../options.ts';
import type { Risk } from '../verdict.ts';

/** What the catalogue knows about a command (or a subcommand). */
export interface Entry {
  readonly names: readonly string[];
  /** Grammar of its options, see `readOptions`; absent: any option is accepted and none is looked at. */
  readonly options?: string;
  /** The first operand ends the options. */
  readonly stop?: boolean;
  /** When the first operand names a subcommand. */
  readonly subcommands?: readonly Entry[];
  /** The first case that applies gives the command's own risk; none: unknown, hence destructive. */
  readonly cases?: readonly Case[];
  /** What else the command makes run. */
  readonly runs?: (call: Call) => readonly Inner[];
}

export interface Case {
  /** Identifier of the rule, e.g. `FS-RM`. */
  readonly rule: string;
  readonly risk: Risk;
  /** French; follows « name » : « supprime des fichiers ». Empty for `safe`. */
  readonly text: string;
  readonly when?: (call: Call) => boolean;
  /** The arguments may be code in a language nobody reads here: the tripwire looks at them. */
  readonly wary?: true;
}

/** A command line, unwrapped, with its options read. */
export interface Call extends Options {
  /** Name as shown: `docker compose down`. */
  readonly name: string;
  readonly args: readonly Argument[];
  /** Whether one of the options was given. */
  readonly has: (...names: readonly string[]) => boolean;
  /** Values given to the options. */
  readonly values: (...names: readonly string[]) => readonly Argument[];
}

/** Something a command makes run. */
export type Inner =
  /** A command line of its own; `consumes`: its standard input is not the wrapper's. */
  | { readonly kind: 'command'; readonly argv: readonly Argument[]; readonly consumes?: true }
  /** A text given to another shell. */
  | { readonly kind: 'shell'; readonly text: Argument; readonly positional?: readonly Argument[] }
  /** Another shell that reads its text from standard input. */
  | { readonly kind: 'shell-stdin'; readonly positional?: readonly Argument[] }
  /** A text given to psql. */
  | { readonly kind: 'sql'; readonly text: Argument; readonly variables: ReadonlyMap<string, Argument> }
  | { readonly kind: 'sql-stdin'; readonly variables: ReadonlyMap<string, Argument> }
  /** Nobody can tell. `text`: French, follows the command's name. */
  | { readonly kind: 'opaque'; readonly rule: string; readonly text: string };

export const SAFE: Case = { rule: 'READ', risk: 'safe', text: '' };

/** Commands that only read, whatever their options. */
export function readers(...names: readonly string[]): Entry {
  return { names, cases: [SAFE] };
}

/** A case that applies when one of the options is given. */
export function option(names: readonly string[], rule: string, risk: Risk, text: string): Case {
  return { rule, risk, text, when: (call) => call.has(...names) };
}

/** A command that runs the command that follows its options and its first `skip` operands. */
export function wrapper(names: readonly string[], options: string, skip = 0, more: Partial<Entry> = {}): Entry {
  return {
    names,
    options,
    stop: true,
    cases: [SAFE],
    runs: (call) => (call.operands.length > skip ? [{ kind: 'command', argv: call.operands.slice(skip) }] : []),
    ...more,
  };
}

/** Whether one of the arguments is one of these words. */
export function hasWord(call: Call, ...words: readonly string[]): boolean {
  return call.args.some((argument) => words.includes(argument.text));
}
