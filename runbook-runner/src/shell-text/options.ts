import type { Argument } from './argument.ts';
import { HOLE, literal } from './argument.ts';

/** The arguments of a command, sorted by the grammar of its options. */
export interface Options {
  /** Option names as written in the grammar, with the values they were given (null: a flag). */
  readonly given: ReadonlyMap<string, readonly (Argument | null)[]>;
  readonly operands: readonly Argument[];
  /** The first option that the grammar does not know, or a word that may be any option. */
  readonly unknown: string | null;
}

/**
 * Reads arguments as getopt_long does. The grammar lists options separated by spaces: `-v --verbose` flags, `-o= --output=`
 * with a value, `--color?` with a value only after `=` (or stuck to a short one). With `stop` the first operand ends the options (wrappers).
 */
export function readOptions(args: readonly Argument[], grammar: string, stop = false): Options {
  const kinds = optionKinds(grammar);
  const given = new Map<string, (Argument | null)[]>();
  const operands: Argument[] = [];
  let unknown: string | null = null;
  const add = (name: string, value: Argument | null) => given.set(name, [...(given.get(name) ?? []), value]);

  let index = 0;
  while (index < args.length) {
    const argument = args[index++];
    if (argument === undefined) break;
    const { text } = argument;
    if (text === '--') {
      operands.push(...args.slice(index));
      break;
    }
    if (argument.split && text.startsWith(HOLE)) {
      unknown ??= text;
      operands.push(argument);
      if (stop) {
        operands.push(...args.slice(index));
        break;
      }
      continue;
    }
    if (!text.startsWith('-') || text === '-') {
      operands.push(argument);
      if (!stop) continue;
      operands.push(...args.slice(index));
      break;
    }
    if (text.startsWith('--')) {
      const equal = text.indexOf('=');
      const name = longName(equal < 0 ? text : text.slice(0, equal), kinds);
      const kind = name === null ? undefined : kinds.get(name);
      if (name === null || kind === undefined) unknown ??= text;
      else if (equal >= 0) add(name, { ...argument, text: text.slice(equal + 1) });
      else if (kind === 'value') {
        if (index >= args.length) unknown ??= text;
        add(name, args[index++] ?? null);
      } else add(name, null);
      continue;
    }
    for (let at = 1; at < text.length; at++) {
      const name = `-${text[at]}`;
      const kind = kinds.get(name);
      const rest = text.slice(at + 1);
      if (kind === undefined) {
        unknown ??= name === `-${HOLE}` ? text : name;
        break;
      }
      if (kind === 'flag') {
        add(name, null);
        continue;
      }
      if (rest !== '') add(name, { ...argument, text: rest });
      else if (kind === 'optional') add(name, null);
      else {
        if (index >= args.length) unknown ??= name;
        add(name, args[index++] ?? literal(''));
      }
      break;
    }
  }
  return { given, operands, unknown };
}

export type OptionKind = 'flag' | 'value' | 'optional';
const compiled = new Map<string, ReadonlyMap<string, OptionKind>>();

/** Each option of a grammar: whether it takes a value. */
export function optionKinds(grammar: string): ReadonlyMap<string, OptionKind> {
  const before = compiled.get(grammar);
  if (before) return before;
  const kinds = new Map<string, OptionKind>();
  for (const item of grammar.split(/\s+/u)) {
    if (item.endsWith('=')) kinds.set(item.slice(0, -1), 'value');
    else if (item.endsWith('?')) kinds.set(item.slice(0, -1), 'optional');
    else if (item !== '') kinds.set(item, 'flag');
  }
  compiled.set(grammar, kinds);
  return kinds;
}

// getopt_long accepts a unique prefix: `--recurs` is `--recursive`.
function longName(name: string, kinds: ReadonlyMap<string, OptionKind>): string | null {
  if (kinds.has(name)) return name;
  const candidates = [...kinds.keys()].filter((key) => key.startsWith(name));
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}
