import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quote } from '../../session/bytes.ts';
import type { Service, Setting, Target, Verb } from '../../targets/target.ts';
import { commandName, verbs } from '../../targets/target.ts';
import type { SessionRequest } from '../machine.ts';
import { failing } from './failing-script.ts';
import { groupScript } from './group-script.ts';
import { takeSecrets } from './service-secrets.ts';

/**
 * Writes the executables `@db`, `@db:stop`… into `folder` (made anew, 0700), which is put first in the session's PATH.
 * Their values are in the files themselves (0700); their secrets, which are never in an argv, in another, only while a step
 * is executed.
 */
export async function writeServiceCommands(
  target: Target,
  folder: string,
  values: GivenValues,
  secrets: Secrets,
): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  const write = async (command: string, text: string): Promise<void> => {
    const path = join(folder, command);
    await writeFile(path, text, { mode: 0o700 });
    await chmod(path, 0o700);
  };
  for (const verb of verbs) {
    for (const service of target.services)
      await write(commandName(service, verb), script({ service, verb, target, values, secrets }));
    for (const group of target.groups) await write(commandName(group, verb), groupScript(group, verb, folder));
  }
}

/** Fails closed: a command that the target does not describe, or that lacks a secret or a value, executes nothing. */
function script(command: Command): string {
  const { service, verb, target, secrets } = command;
  const name = commandName(service, verb);
  const invocation = service.verbs.get(verb);
  if (invocation === undefined) {
    const missing = `la cible « ${target.name} » ne dit pas comment faire « ${verb} » pour « ${service.name} »`;
    return failing(`${name} : ${missing}. Donnez-lui la liste de mots « ${verb}: » dans ${target.file}.`);
  }
  const exports: string[] = [];
  const wanted = new Map<string, string>();
  for (const [variable, of] of invocation.env) {
    if (of.kind === 'secret') {
      if (!secrets.names.has(of.name)) return failing(unread(name, of.name, target));
      wanted.set(variable, of.name);
      continue;
    }
    const value = of.kind === 'literal' ? of.value : givenValue(of, command);
    if (typeof value === 'object') return failing(value.why);
    if (value !== undefined) exports.push(`export ${variable}=${quote(value)}`);
  }
  const words: string[] = [];
  for (const word of invocation.argv) {
    const value = typeof word === 'string' ? word : givenValue(word.of, command);
    if (typeof value === 'object') return failing(value.why);
    if (typeof word === 'string') words.push(word);
    else if (value !== undefined) words.push(...(word.option === null ? [] : [word.option]), `${word.name}=${value}`);
  }
  return [
    '#!/bin/sh',
    ...takeSecrets(secrets.file, name, wanted),
    ...exports,
    `exec ${words.map(quote).join(' ')} "$@"`,
    '',
  ].join('\n');
}

/** Undefined: a value that the service may be given, and that this runbook does not have. */
function givenValue(of: Setting['of'], { service, verb, target, values }: Command): string | undefined | Refusal {
  const name = commandName(service, verb);
  const own = values.variables.get(of.name);
  const value = own ?? (of.kind === 'value' ? values.serviceValues.get(of.name) : undefined);
  if (typeof value === 'object')
    return { why: `${name} : ${of.name} est une liste, qui n’est pas une variable d’environnement.` };
  if (value === undefined && of.kind === 'value')
    return { why: `${name} : rien ne donne de valeur à ${of.name}. Donnez-la dans ${target.file}, puis recommencez.` };
  return value;
}

function unread(command: string, secret: string, { file }: Target): string {
  return `${command} : le secret ${secret} n’a pas pu être lu au début. Vérifiez-le (secrets, dans ${file}), puis recommencez.`;
}

interface Command {
  readonly service: Service;
  readonly verb: Verb;
  readonly target: Target;
  readonly values: GivenValues;
  readonly secrets: Secrets;
}

type GivenValues = Pick<SessionRequest, 'variables' | 'serviceValues'>;

interface Refusal {
  /** In French. */
  readonly why: string;
}

interface Secrets {
  readonly names: ReadonlySet<string>;
  /** Where their values are while a step is executed. */
  readonly file: string;
}
