import { z } from 'zod';
import type { Argv, EnvValue, Invocation, Verb } from '../target.ts';
import { verbs as verbNames } from '../target.ts';

/**
 * A kind of service: the keys it takes, and what they make of each verb.
 * @returns a schema that reads the keys and gives what fills in the verbs.
 */
export function preset<Schema extends z.ZodType>(
  schema: Schema,
  verbs: (keys: z.infer<Schema>, name: string, absolute: Absolute) => Map<Verb, Invocation>,
) {
  return schema.transform(
    (keys): FillIn =>
      (name, absolute) =>
        verbs(keys, name, absolute),
  );
}

/** The verbs of the service called `name`. */
export type FillIn = (name: string, absolute: Absolute) => Map<Verb, Invocation>;

/** Makes a path absolute from the folder of the targets file. */
export type Absolute = (path: string) => string;

/** argv: at least the command. */
export const argvSchema = z.tuple([z.string().min(1)], z.string()) as unknown as z.ZodType<Argv>;

/** What `env` of a service gives by name. */
export const valueReference = z.strictObject({ value: z.string() });

/** `env` of a service: a text, `{ secret: NAME }`, or `{ value: NAME }`. */
export const envSchema = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'un nom de variable'),
  z.union([z.string(), z.strictObject({ secret: z.string() }), valueReference]),
);

/** What every preset accepts beside its own key: environment, and explicit argv lists that replace a verb. */
export const commonKeys = {
  /** Environment of the commands inside the service. */
  env: envSchema.default({}),
  /** Values of the runbook passed into the service, by name. */
  pass: z.array(z.string()).default([]),
  exec: argvSchema.optional(),
  run: argvSchema.optional(),
  stop: argvSchema.optional(),
  start: argvSchema.optional(),
  restart: argvSchema.optional(),
  wait: argvSchema.optional(),
  status: argvSchema.optional(),
  logs: argvSchema.optional(),
};

export interface CommonKeys {
  readonly env: Readonly<Record<string, string | { readonly secret: string } | { readonly value: string }>>;
  readonly pass: readonly string[];
  readonly exec?: Argv | undefined;
  readonly run?: Argv | undefined;
  readonly stop?: Argv | undefined;
  readonly start?: Argv | undefined;
  readonly restart?: Argv | undefined;
  readonly wait?: Argv | undefined;
  readonly status?: Argv | undefined;
  readonly logs?: Argv | undefined;
}

/** The environment a service declares, `env` first, then `pass`. */
export function declaredEnv(keys: CommonKeys): Map<string, EnvValue> {
  const env = new Map<string, EnvValue>();
  for (const [name, value] of Object.entries(keys.env)) {
    if (typeof value === 'string') env.set(name, { kind: 'literal', value });
    else if ('secret' in value) env.set(name, { kind: 'secret', name: value.secret });
    else env.set(name, { kind: 'value', name: value.value });
  }
  for (const name of keys.pass) env.set(name, { kind: 'variable', name });
  return env;
}

/**
 * The preset's argv lists, with those the file gives explicitly in their place.
 * @param env what the preset's own lists are given through their environment; the others have no other way.
 */
export function withExplicitVerbs(
  defaults: Partial<Record<Verb, Invocation['argv']>>,
  keys: CommonKeys,
  env: ReadonlyMap<string, EnvValue>,
): Map<Verb, Invocation> {
  const verbs = new Map<Verb, Invocation>();
  for (const verb of verbNames) {
    const given = keys[verb];
    const argv = given ?? defaults[verb];
    const inside = given ? declaredEnv(keys) : env;
    if (argv) verbs.set(verb, { argv, env: verb === 'exec' || verb === 'run' ? inside : new Map() });
  }
  return verbs;
}
