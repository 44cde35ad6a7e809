import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VariableValue } from '../../parse/runbook.ts';
import { quote } from '../../session/bytes.ts';
import type { Service, Target, Verb } from '../../targets/target.ts';
import { commandName, verbs } from '../../targets/target.ts';
import { takeSecrets } from './service-secrets.ts';

/**
 * Writes the executables `@db`, `@db:stop`… into `folder` (made anew, 0700), which is put first in the session's PATH.
 * Their values are in the files themselves (0700), never in an argv; their secrets in another, only while a step is executed.
 */
export async function writeServiceCommands(
  target: Target,
  folder: string,
  values: ReadonlyMap<string, VariableValue>,
  secrets: Secrets,
): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  for (const service of target.services) {
    for (const verb of verbs) {
      const path = join(folder, commandName(service, verb));
      await writeFile(path, script({ service, verb, target, values, secrets }), { mode: 0o700 });
      await chmod(path, 0o700);
    }
  }
}

/**
 * Fails closed: a command that the target does not describe, or whose secret was not read, executes nothing. A value that the
 * service may be given and that this runbook does not have is not exported.
 */
function script({ service, verb, target, values, secrets }: Command): string {
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
    const text = of.kind === 'literal' ? of.value : values.get(of.name);
    if (typeof text === 'object') return failing(`${name} : ${variable} est une liste, qu’un service ne reçoit pas.`);
    if (text !== undefined) exports.push(`export ${variable}=${quote(text)}`);
  }
  return [
    '#!/bin/sh',
    ...takeSecrets(secrets.file, name, wanted),
    ...exports,
    `exec ${invocation.argv.map(quote).join(' ')} "$@"`,
    '',
  ].join('\n');
}

function unread(command: string, secret: string, { file }: Target): string {
  return `${command} : le secret ${secret} n’a pas pu être lu au début. Vérifiez-le (secrets, dans ${file}), puis recommencez.`;
}

function failing(message: string): string {
  return ['#!/bin/sh', `printf '%s\\n' ${quote(message)} >&2`, 'exit 127', ''].join('\n');
}

interface Command {
  readonly service: Service;
  readonly verb: Verb;
  readonly target: Target;
  readonly values: ReadonlyMap<string, VariableValue>;
  readonly secrets: Secrets;
}

interface Secrets {
  readonly names: ReadonlySet<string>;
  /** Where their values are while a step is executed. */
  readonly file: string;
}
