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
  /** The commands that make, restore and remove a disposable target; null: not disposable. */
  readonly ephemeral: Ephemeral | null;
  /** The file that declares it, and its folder: commands of the target start there. */
  readonly file: string;
  readonly folder: string;
}

export type Argv = readonly [string, ...string[]];

/** Where the value of a variable comes from: the file itself may hold a list. */
export type VariableSource = Source | { readonly from: 'list'; readonly items: readonly string[] };

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
}

export const verbs = ['exec', 'run', 'stop', 'start', 'wait', 'status', 'logs'] as const;
export type Verb = (typeof verbs)[number];

/** `@db` for the verb `exec`, `@db:stop` for the others. */
export function commandName(service: Service, verb: Verb): string {
  return verb === 'exec' ? `@${service.name}` : `@${service.name}:${verb}`;
}

/** The names of the secrets that a service is given, by all of its verbs or by those of these commands. */
export function secretsOf(service: Service, commands: ReadonlySet<string> | null = null): readonly string[] {
  const verbs = [...service.verbs].filter(([verb]) => commands === null || commands.has(commandName(service, verb)));
  const values = verbs.flatMap(([, { env }]) => [...env.values()]);
  return values.flatMap((value) => (value.kind === 'secret' ? [value.name] : []));
}

/** The argv that the words of the call are appended to. */
export interface Invocation {
  readonly argv: Argv;
  /** Set in the environment of that argv only: values by reference, so that no secret is in an argv. */
  readonly env: ReadonlyMap<string, EnvValue>;
}

export type EnvValue =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'secret'; readonly name: string }
  /** A value of the runbook. */
  | { readonly kind: 'variable'; readonly name: string };
