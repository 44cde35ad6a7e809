import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Invocation, Target } from '../../targets/target.ts';
import { commandName, verbs } from '../../targets/target.ts';
import { quote } from './quote.ts';
import { takeSecrets } from './service-secrets.ts';

/**
 * Writes the executables `@db`, `@db:stop`… into `folder` (made anew, 0700), which is put first in the session's PATH.
 * Their values are in the files themselves (0700), never in an argv; their secrets in another, only while a step is executed.
 */
export async function writeServiceCommands(
  target: Target,
  folder: string,
  values: ReadonlyMap<string, string>,
  secrets: Secrets,
): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  for (const service of target.services) {
    for (const verb of verbs) {
      const name = commandName(service, verb);
      const path = join(folder, name);
      await writeFile(path, script(name, target, service.verbs.get(verb), values, secrets), { mode: 0o700 });
      await chmod(path, 0o700);
    }
  }
}

/** Fails closed: a command that the target does not describe, or whose secret was not read, executes nothing. */
function script(
  name: string,
  target: Target,
  invocation: Invocation | undefined,
  values: ReadonlyMap<string, string>,
  secrets: Secrets,
): string {
  if (invocation === undefined) return failing(`${name} : la cible « ${target.name} » ne dit pas comment faire cela.`);
  const exports: string[] = [];
  const wanted = new Map<string, string>();
  for (const [variable, of] of invocation.env) {
    if (of.kind === 'secret') {
      if (!secrets.names.has(of.name)) return failing(`${name} : le secret ${of.name} n’a pas pu être lu au début.`);
      wanted.set(variable, of.name);
      continue;
    }
    const text = of.kind === 'literal' ? of.value : values.get(of.name);
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

function failing(message: string): string {
  return ['#!/bin/sh', `printf '%s\\n' ${quote(message)} >&2`, 'exit 127', ''].join('\n');
}

interface Secrets {
  readonly names: ReadonlySet<string>;
  /** Where their values are while a step is executed. */
  readonly file: string;
}
