import type { ExitStatus } from './exit-status.ts';
import type { Io } from './io.ts';

/**
 * Makes a command of its data. Its options are their only source: what is accepted, `--help`, the reference page and the
 * completion of bash come from them, and the types of what `load` is given.
 */
export function defineCommand<const O extends Options>(
  data: Omit<Command, 'options' | 'load'> & { readonly options: O; readonly load: () => Promise<Body<O>> },
): Command {
  // `readArguments` reads the words by these very options: a body is given what it declares.
  return data as unknown as Command;
}

/** A command of the CLI, light enough to be loaded for `--help`. */
export interface Command {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What is written after its name. */
  readonly usage: string;
  /** What its words may be, each an alternative to the others. */
  readonly words: readonly Word[];
  /** Whether it takes as many words as one likes. */
  readonly repeats: boolean;
  readonly options: Options;
  /** Loads what runs. */
  readonly load: () => Promise<Body<Options>>;
}

/** What runs: the words of a command in, an exit status out. */
export type Body<O extends Options> = (given: Given<O>, io: Io) => Promise<ExitStatus>;

export interface Word {
  /** As `usage` calls it, or the word itself. */
  readonly name: string;
  /** Without it, the help of a command says no more than `usage` does. */
  readonly help?: string;
  readonly proposes: Proposal;
}

export type Options = Readonly<Record<string, Option>>;

export type Option = Switch | Text;

/** `--dry-run` */
export interface Switch {
  readonly type: 'boolean';
  readonly help: string;
}

/** `--target CIBLE` */
export interface Text {
  readonly type: 'string';
  /** What the help calls its value. */
  readonly value: string;
  readonly help: string;
  readonly multiple?: true;
  /** The only values that it accepts, the default first. */
  readonly choices?: readonly [string, ...string[]];
  readonly proposes: Proposal;
}

/** What the completion proposes: words as they are, files, or names that only the CLI can find. */
export type Proposal = readonly string[] | 'documents' | 'files' | 'folders' | Names;

/** Each is what `runbook completion` prints of that name. */
export type Names = (typeof names)[number];
export const names = ['runbooks', 'steps', 'targets', 'runs'] as const;

/** What was given to a command, by its options. */
export interface Given<O extends Options> {
  readonly values: { readonly [N in keyof O]: GivenValue<O[N]> };
  readonly positionals: readonly string[];
}

type GivenValue<T extends Option> = T extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : T extends { readonly multiple: true }
    ? readonly string[]
    : T extends Switch
      ? boolean
      : string | undefined;
