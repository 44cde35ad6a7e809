import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvValue, Invocation, Service, Target } from '../../targets/target.ts';
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
      const invocation = service.verbs.get(verb);
      const path = join(folder, commandName(service, verb));
      await writeFile(path, invocation ? script(invocation, value) : missing(target, service, verb), { mode: 0o700 });
      await chmod(path, 0o700);
    }
  }
}

function script(invocation: Invocation, value: (of: EnvValue) => string | undefined): string {
  const exports = [...invocation.env].flatMap(([name, of]) => {
    const text = value(of);
    return text === undefined ? [] : [`export ${name}=${quote(text)}`];
  });
  return ['#!/bin/sh', ...exports, `exec ${invocation.argv.map(quote).join(' ')} "$@"`, ''].join('\n');
}

function missing(target: Target, service: Service, verb: string): string {
  const message = `@${service.name}:${verb} : la cible « ${target.name} » ne dit pas comment faire « ${verb} » pour ce service.`;
  return ['#!/bin/sh', `printf '%s\\n' ${quote(message)} >&2`, 'exit 127', ''].join('\n');
}

/** One shell word, whatever the text holds. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
