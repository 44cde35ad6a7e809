import type { ParseArgsOptionsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { Failure } from '../failure.ts';

/**
 * Reads the words of a command.
 * @throws Failure `usage` with what was given and what the command takes.
 */
export function readArguments<T extends ParseArgsOptionsConfig>(
  command: string,
  words: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usage(command, explain(error as NodeJS.ErrnoException));
  }
}

export function usage(command: string, message: string, expected?: string): Failure {
  return new Failure('usage', {
    message,
    ...(expected === undefined ? {} : { expected }),
    action: `runbook ${command} --help`,
  });
}

/** `--format`: one of the names, the first by default. */
export function readFormat<T extends string>(
  command: string,
  given: string | undefined,
  formats: readonly [T, ...T[]],
): T {
  const found = given === undefined ? formats[0] : formats.find((format) => format === given);
  if (!found) throw usage(command, `format inconnu « ${given} »`, formats.join(', '));
  return found;
}

/** `--var NAME=VALUE`, repeated. */
export function readGivenValues(command: string, given: readonly string[] = []): Map<string, string> {
  return new Map(
    given.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw usage(command, `« --var ${text} » n’est pas une affectation`, '--var NOM=VALEUR');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function explain(error: NodeJS.ErrnoException): string {
  const quoted = /'([^']+)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `option inconnue « ${quoted} »`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return `option mal formée « ${quoted} » : valeur absente ou en trop`;
    default:
      return error.message;
  }
}
