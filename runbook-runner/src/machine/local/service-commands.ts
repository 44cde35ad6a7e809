import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvValue, Invocation, Target } from '../../targets/target.ts';
import { commandName, verbs } from '../../targets/target.ts';

/**
 * Writes the executables `@db`, `@db:stop`… into `folder` (made anew, 0700), which is put first in the session's PATH.
 * Their values are in the files themselves (0700), never in an argv.
 */
export async function writeServiceCommands(
  target: Target,
  folder: string,
  values: ReadonlyMap<string, string>,
  secrets: ReadonlyMap<string, string>,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const value = (of: EnvValue): string | undefined =>
    of.kind === 'literal' ? of.value : of.kind === 'secret' ? secrets.get(of.name) : values.get(of.name);
  for (const service of target.services) {
    for (const verb of verbs) {
      const name = commandName(service, verb);
      const path = join(folder, name);
      await writeFile(path, script(name, target, service.verbs.get(verb), value), { mode: 0o700 });
      await chmod(path, 0o700);
    }
  }
}

/** Fails closed: a command that the target does not describe, or whose secret was not read, executes nothing. */
function script(
  name: string,
  target: Target,
  invocation: Invocation | undefined,
  value: (of: EnvValue) => string | undefined,
): string {
  if (invocation === undefined) return failing(`${name} : la cible « ${target.name} » ne dit pas comment faire cela.`);
  const exports: string[] = [];
  for (const [variable, of] of invocation.env) {
    const text = value(of);
    if (text !== undefined) exports.push(`export ${variable}=${quote(text)}`);
    else if (of.kind === 'secret') return failing(`${name} : le secret ${of.name} n’a pas pu être lu au début.`);
  }
  return ['#!/bin/sh', ...exports, `exec ${invocation.argv.map(quote).join(' ')} "$@"`, ''].join('\n');
}

function failing(message: string): string {
  return ['#!/bin/sh', `printf '%s\\n' ${quote(message)} >&2`, 'exit 127', ''].join('\n');
}

/** One shell word, whatever the text holds. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
