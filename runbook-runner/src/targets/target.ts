import type { Group } from './group.ts';

/** An environment in which runbooks are executed, as `targets.yaml` describes it. All paths are absolute. */
export interface Target {
  readonly name: string;
  readonly description: string;
  readonly kind: 'local';
  /**
   * Asks for more care: what destroys is refused without a terminal; in one, each change is confirmed and a reason is given
   * at the point of no return.
   */
  readonly protected: boolean;
  /** Who may resume, undo and abandon its runs: the members of a Unix group, or `root`; null: only who began them. */
  readonly operators: string | null;
  /** Where the session starts. */
  readonly cwd: string;
  readonly variables: ReadonlyMap<string, VariableSource>;
  readonly secrets: ReadonlyMap<string, Source>;
  /** A command whose output is what the project says of itself, pinned in the plan with host name and machine-id. */
  readonly identity: Argv | null;
  readonly services: readonly Service[];
  readonly groups: readonly Group[];
  /** The commands that make, restore and remove a disposable target; null: not disposable. */
  readonly ephemeral: Ephemeral | null;
  /** The file that declares it, and its folder: commands of the target start there. */
  readonly file: string;
  readonly folder: string;
}

export type Argv = readonly [string, ...string[]];

/** Where the value of a variable comes from: the file itself may hold a list. */
export type VariableSource = Source | List;

interface List {
  readonly from: 'list';
  readonly items: readonly string[];
  /** Who can tell what the list should have at least; null: nobody. */
  readonly declaredBy: Declaration | null;
}

/** A command in a service that prints, an item a line, what the application itself knows. `doctor` alone executes it. */
export interface Declaration {
  readonly service: string;
  readonly command: Argv;
  /** Where the items of the list are: `file:line:column`. */
  readonly where: string;
}

/** Where a text comes from. */
export type Source =
  | { readonly from: 'literal'; readonly value: string }
  | { readonly from: 'env'; readonly name: string }
  /** The file's text without its last line end. */
  | { readonly from: 'file'; readonly path: string }
  /** The value that Docker Compose would read for this name in an env file. */
  | { readonly from: 'dotenv'; readonly path: string; readonly name: string }
  /** The command's standard output without its last line end. */
  | { readonly from: 'command'; readonly argv: Argv };

export interface Ephemeral {
  readonly up: Argv;
  readonly reset: Argv;
  readonly down: Argv;
}

/** A place inside a target, called as `@name` (verb `exec`) or `@name:verb` from the steps. */
export interface Service {
  readonly name: string;
  /** A verb that is missing fails closed, with a message. */
  readonly verbs: ReadonlyMap<Verb, Invocation>;
  /** Where it is described: `file:line:column`. */
  readonly where: string;
}

export const verbs = ['exec', 'run', 'stop', 'start', 'restart', 'wait', 'status', 'logs'] as const;
export type Verb = (typeof verbs)[number];

/** `@db` for the verb `exec`, `@db:stop` for the others; of a group too. */
export function commandName({ name }: Pick<Service, 'name'>, verb: Verb): string {
  return verb === 'exec' ? `@${name}` : `@${name}:${verb}`;
}

/** The names of the secrets that a service is given, by all of its verbs or by those of these commands. */
export function secretsOf(service: Service, commands: ReadonlySet<string> | null = null): readonly string[] {
  return given('secret', service, commands);
}

/** The names of the values that it cannot do without, in the same way. */
export function valuesOf(service: Service, commands: ReadonlySet<string> | null = null): readonly string[] {
  return given('value', service, commands);
}

/** The names of the values that it is given when the runbook has them, in the same way. */
export function passedTo(service: Service, commands: ReadonlySet<string> | null = null): readonly string[] {
  return given('variable', service, commands);
}

function given(
  kind: Exclude<EnvValue['kind'], 'literal'>,
  service: Service,
  commands: ReadonlySet<string> | null,
): readonly string[] {
  const verbs = [...service.verbs].filter(([verb]) => commands === null || commands.has(commandName(service, verb)));
  const values = verbs.flatMap(([, { argv, env }]) => [...argv.flatMap(valueIn), ...env.values()]);
  return [...new Set(values.flatMap((value) => (value.kind === kind ? [value.name] : [])))];
}

function valueIn(word: Word): readonly EnvValue[] {
  return typeof word === 'string' ? [] : [word.of];
}

/** The argv that the words of the call are appended to. */
export interface Invocation {
  readonly argv: readonly [string, ...Word[]];
  /** Set in the environment of that argv only: values by reference, so that no secret is in an argv. */
  readonly env: ReadonlyMap<string, EnvValue>;
}

/** A word as it is, or a setting whose value is known when the command is called. */
export type Word = string | Setting;

/** `NAME=value`, after `option` when there is one; no word at all when there is no value. */
export interface Setting {
  readonly option: string | null;
  readonly name: string;
  readonly of: ValueReference;
}

export type EnvValue =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'secret'; readonly name: string }
  | ValueReference;

type ValueReference =
  /** A value of the runbook, when it has one of that name. */
  | { readonly kind: 'variable'; readonly name: string }
  /** The value that the runbook has of that name, else the target. */
  | { readonly kind: 'value'; readonly name: string };
