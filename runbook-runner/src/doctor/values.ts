import { Failure } from '../failure.ts';
import type { Machine } from '../machine/machine.ts';
import type { Needles } from '../mask/needles.ts';
import { collectNeedles } from '../mask/needles.ts';
import type { VariableValue } from '../parse/runbook.ts';
import { textOfValue } from '../parse/variable-value.ts';
import { unmaskable } from '../run/protect-secrets.ts';
import { readSecret, readVariable } from '../targets/sources.ts';
import type { Source, Target, VariableSource } from '../targets/target.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, ofError, wrong } from './finding.ts';

/** Reads each value and each secret of the target, once, all at the same time. */
export async function lookAtValues(
  target: Target,
  { environment: { given } }: Pick<Machine, 'environment'>,
  env: Env,
  signal: AbortSignal,
): Promise<TargetValues> {
  const [variables, all] = await Promise.all([
    readAll(target.variables, (name, source) => readVariable(name, source, target, env, { env: given, signal })),
    readAll(target.secrets, (name, source) => readSecret(name, source, target, env, { signal })),
  ]);
  const needles = collectNeedles(all.read);
  const secrets = without(all, needles.refused, target);
  const findings = [
    ...[...target.variables].map(([name, source]) => ofValue(name, source, variables)),
    ...[...target.secrets].map(([name, source]) => ofSecret(name, source, secrets)),
  ];
  return {
    findings,
    needles,
    described: target.variables,
    read: { ...target, variables: known(variables.read), secrets: literals(secrets.read) },
    variables: variables.read,
    secrets: secrets.read,
    failures: new Map([...variables.failures, ...secrets.failures]),
  };
}

export interface TargetValues {
  readonly findings: readonly Finding[];
  /** What hides the secrets. */
  readonly needles: Needles;
  /** Its values, also those that could not be read. */
  readonly described: Target['variables'];
  /** The target with the values that were read in the place of their sources; those that failed have none. */
  readonly read: Target;
  readonly variables: ReadonlyMap<string, VariableValue>;
  /** Those that can be masked. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Why the others could not be read or masked, by name. */
  readonly failures: ReadonlyMap<string, Failure>;
}

interface Read<V> {
  readonly read: ReadonlyMap<string, V>;
  readonly failures: ReadonlyMap<string, Failure>;
}

async function readAll<S, V>(
  sources: ReadonlyMap<string, S>,
  readOne: (name: string, source: S) => Promise<V>,
): Promise<Read<V>> {
  const read = new Map<string, V>();
  const failures = new Map<string, Failure>();
  await Promise.all(
    [...sources].map(async ([name, source]) => {
      try {
        read.set(name, await readOne(name, source));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        failures.set(name, error);
      }
    }),
  );
  return { read, failures };
}

/** What no mask could hide is given to nothing. */
function without({ read, failures }: Read<string>, refused: Needles['refused'], target: Target): Read<string> {
  const weak = new Map(refused.map((refusal) => [refusal.name, unmaskable(refusal, target)]));
  return {
    read: new Map([...read].filter(([name]) => !weak.has(name))),
    failures: new Map([...failures, ...weak]),
  };
}

function ofValue(name: string, source: VariableSource, { read, failures }: Read<VariableValue>): Finding {
  const looked: Looked = { subject: 'value', id: `value:${name}`, title: `valeur ${name}` };
  const failure = failures.get(name);
  if (failure) return ofError(looked, failure);
  const value = textOfValue(read.get(name) ?? '');
  if (value === '') return wrong(looked, 'failed', 'est vide', origin(source), { from: source.from });
  return fine(looked, value, { from: source.from });
}

/** Nothing of it is shown. */
function ofSecret(name: string, source: Source, { failures }: Read<string>): Finding {
  const looked: Looked = { subject: 'secret', id: `secret:${name}`, title: `secret ${name}` };
  const failure = failures.get(name);
  if (failure) return ofError(looked, failure);
  return fine(looked, 'lu, jamais montré', { from: source.from });
}

function origin(source: VariableSource): string {
  switch (source.from) {
    case 'literal':
    case 'list':
      return 'corrigez cette valeur dans le fichier des cibles';
    case 'env':
      return `donnez une valeur à la variable d’environnement ${source.name}`;
    case 'file':
      return `écrivez la valeur dans ${source.path}`;
    case 'dotenv':
      return `donnez une valeur à ${source.name} dans ${source.path}`;
    case 'command':
      return `exécutez « ${source.argv.join(' ')} » pour voir pourquoi elle n’affiche rien`;
  }
}

function known(read: ReadonlyMap<string, VariableValue>): Map<string, VariableSource> {
  return new Map(
    [...read].map(([name, value]) => [
      name,
      typeof value === 'string' ? { from: 'literal', value } : { from: 'list', items: value, declaredBy: null },
    ]),
  );
}

function literals(read: ReadonlyMap<string, string>): Map<string, Source> {
  return new Map([...read].map(([name, value]) => [name, { from: 'literal', value }]));
}

type Env = Readonly<Record<string, string | undefined>>;
