import type { ParseArgsOptionsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { Failure } from '../failure.ts';
import type { Command, Given, Option, Options } from './command.ts';

/**
 * Reads the words of a command, by its options.
 * @throws Failure `usage` with what was given and what the command takes.
 */
export function readArguments({ name, options }: Command, words: readonly string[]): Given<Options> {
  const { values, positionals } = parse(name, words, options);
  const given = Object.entries(options).map(([key, option]) => [key, value(name, key, option, values[key])]);
  return { values: Object.fromEntries(given), positionals };
}

export function usage(command: string, message: string, expected?: string): Failure {
  return new Failure('usage', {
    message,
    ...(expected === undefined ? {} : { expected }),
    action: `runbook ${command} --help`,
  });
}

/** `--var NAME=VALUE`, repeated. */
export function readGivenValues(command: string, given: readonly string[]): Map<string, string> {
  return new Map(
    given.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw usage(command, `« --var ${text} » n’est pas une affectation`, '--var NOM=VALEUR');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function parse(command: string, words: readonly string[], options: Options) {
  const config: ParseArgsOptionsConfig = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, { type: option.type, multiple: isMultiple(option) }]),
  );
  try {
    return parseArgs({ args: [...words], options: config, allowPositionals: true, strict: true });
  } catch (error) {
    throw usage(command, explain(error as NodeJS.ErrnoException));
  }
}

type Parsed = ReturnType<typeof parse>['values'][string];

/** What an option that is not given means: no, nothing, or the first of its choices. */
function value(command: string, name: string, option: Option, given: Parsed): Parsed {
  if (option.type === 'boolean') return given ?? false;
  if (option.multiple) return given ?? [];
  if (!option.choices) return given;
  const found = given === undefined ? option.choices[0] : option.choices.find((choice) => choice === given);
  if (found === undefined) throw usage(command, `${name} inconnu « ${given} »`, option.choices.join(', '));
  return found;
}

function isMultiple(option: Option): boolean {
  return option.type === 'string' && option.multiple === true;
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
