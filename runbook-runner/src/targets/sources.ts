import { readFile, stat } from 'node:fs/promises';
import { systemCause } from '../disk/cause.ts';
import { Failure } from '../failure.ts';
import type { VariableValue } from '../parse/runbook.ts';
import type { CommandOptions } from './run-command.ts';
import { runCommand } from './run-command.ts';
import type { Source, Target, VariableSource } from './target.ts';
import { valueInDotenv } from './value-in-dotenv.ts';

/** Reads the value of a variable: a list that the file holds, else as `readSource`. */
export async function readVariable(
  name: string,
  source: VariableSource,
  target: Target,
  env: Readonly<Record<string, string | undefined>>,
  how: SourceOptions = {},
): Promise<VariableValue> {
  return source.from === 'list' ? source.items : readSource(name, source, target, env, how);
}

/**
 * Reads a text of a target from where its file says; a command sees what the steps see, as the value is meant for them.
 * @throws Failure `cannot-run`: the source does not answer. Its text names the variable, never the value.
 */
async function readSource(
  name: string,
  source: Source,
  target: Target,
  env: Readonly<Record<string, string | undefined>>,
  how: SourceOptions = {},
): Promise<string> {
  switch (source.from) {
    case 'literal':
      return source.value;
    case 'env': {
      const value = env[source.name];
      if (value === undefined)
        throw unreadable(name, target, `la variable d’environnement ${source.name} n’est pas définie`);
      return value;
    }
    case 'file':
      return withoutLastLineEnd(await textOf(source.path, name, target));
    case 'dotenv': {
      const found = valueInDotenv(await textOf(source.path, name, target), source.name);
      if ('value' in found) return found.value;
      throw new Failure('cannot-run', {
        message: notRead(name, target, found.problem),
        where: found.line === null ? source.path : `${source.path}:${found.line}`,
        action: found.action,
      });
    }
    case 'command': {
      const { status, problem, stdout } = await runCommand(source.argv, {
        cwd: target.folder,
        limitMs: 30_000,
        ...how,
      });
      if (status !== 0) {
        // Its stderr may quote the value: the status is all that is said.
        throw unreadable(name, target, `« ${source.argv[0]} » ${problem ?? `a rendu le statut ${status}`}`);
      }
      return stdout;
    }
  }
}

/**
 * Reads a secret. A file must be readable by its owner only; a command has the operator's whole environment, keys and agents.
 * @throws Failure as `readSource`, and `refused` for a file that others can read.
 */
export async function readSecret(
  name: string,
  source: Source,
  target: Target,
  env: Readonly<Record<string, string | undefined>>,
  how: SourceOptions = {},
): Promise<string> {
  if (source.from === 'file' || source.from === 'dotenv') {
    const mode = await stat(source.path).then(
      (file) => file.mode,
      () => 0,
    );
    if ((mode & 0o077) !== 0) {
      throw new Failure('refused', {
        message: `le secret ${name} est dans un fichier lisible par d’autres (${(mode & 0o777).toString(8)})`,
        where: source.path,
        expected: 'un fichier que son seul propriétaire peut lire (600)',
        action: `chmod 600 ${source.path}`,
      });
    }
  }
  return readSource(name, source, target, env, how);
}

function withoutLastLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function textOf(path: string, name: string, target: Target): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadable(name, target, `${path} ne peut pas être lu (${systemCause(error)})`);
  });
}

function notRead(name: string, { name: target }: Target, why: string): string {
  return `la valeur ${name} de la cible « ${target} » ne peut pas être lue : ${why}`;
}

function unreadable(name: string, target: Target, why: string): Failure {
  return new Failure('cannot-run', {
    message: notRead(name, target, why),
    where: target.file,
    action: target.ephemeral
      ? `démarrez la cible : ${target.ephemeral.up.join(' ')}`
      : 'vérifiez la source de cette valeur dans le fichier des cibles',
  });
}

/** How the command of a source is executed. */
export type SourceOptions = Pick<CommandOptions, 'env' | 'signal'>;
