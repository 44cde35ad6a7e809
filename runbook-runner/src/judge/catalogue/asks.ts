import type { Argument } from '../../shell-text/argument.ts';
import { HOLE } from '../../shell-text/argument.ts';
import type { Call } from '../../shell-text/grammar.ts';
import type { OptionKind } from '../../shell-text/options.ts';
import { optionKinds } from '../../shell-text/options.ts';
import type { Case } from './entry.ts';

/**
 * With one of these options the command only tells what it would do, or what there is.
 * @param names those options, with their value when it counts: `-n --dry-run=client`.
 * @param others the other options that are known, as `readOptions` reads them. After one that is not, the next word may
 *   be its value whatever it looks like: it is not believed.
 */
export function asks(names: string, others: string, when: (call: Call) => boolean = () => true): Case {
  return { risk: 'safe', when: (call) => when(call) && isAsked(call.args, names.split(' '), others, optionOf) };
}

/** The same for a command that reads a short option as a word: `-dv` is not `-d -v`. */
export function asksInWords(names: string, others: string): Case {
  return { risk: 'safe', when: (call) => isAsked(call.args, names.split(' '), others, wordOf) };
}

/** Whether one of these options stands among the words as an option, and no other word takes it back. */
function isAsked(args: readonly Argument[], names: readonly string[], others: string, read: typeof optionOf): boolean {
  const kinds = optionKinds(`${others} ${names.filter((name) => !name.includes('=')).join(' ')}`);
  let asked = false;
  // Whether the word before does.
  let asks = false;
  let next: Next = 'anything';
  for (const word of args) {
    if (word.text === '--') break;
    if (takesBack(word.text, names, kinds) || (asks && IS_NO.test(word.text))) return false;
    const { flags, after }: Option = next === 'a value' ? NO_OPTION : read(word, names, kinds);
    asks = next === 'anything' && flags.some((flag) => names.includes(flag));
    asked ||= asks;
    next = after;
  }
  return asked;
}

// `--dry-run=false`, `--no-dry-run`, `-n=false`, `-s-`: the last one counts, and an unknown value may be any.
function takesBack(text: string, names: readonly string[], kinds: ReadonlyMap<string, OptionKind>): boolean {
  if (names.includes(text)) return false;
  if (!text.startsWith('--')) return takesBackLetter(text, names, kinds);
  const option = text.replace(/=.*$/su, '');
  return names.some((name) => name.replace(/=.*$/u, '') === option || `--no-${name.replace(/^--?/u, '')}` === option);
}

function takesBackLetter(text: string, names: readonly string[], kinds: ReadonlyMap<string, OptionKind>): boolean {
  if (!text.startsWith('-')) return false;
  for (let index = 1; index < text.length; index++) {
    const letter = `-${text[index]}`;
    if (kinds.get(letter) === 'value') return false;
    if (names.includes(letter) && /^[=-]/u.test(text.slice(index + 1))) return true;
  }
  return false;
}

/** What apt takes for « no » after an option. */
const IS_NO = /^(no|false|without|off|disable)$/iu;

/** The flags that a word gives, and what it makes of the next one. */
function optionOf({ text, split }: Argument, names: readonly string[], kinds: ReadonlyMap<string, OptionKind>): Option {
  if (split && text.startsWith(HOLE)) return UNKNOWN_OPTION;
  if (!text.startsWith('-') || text === '-') return NO_OPTION;
  if (names.includes(text) || (text.startsWith('--') && text.includes('=')))
    return { flags: [text], after: 'anything' };
  if (text.startsWith('--')) return { flags: [text], after: AFTER[kinds.get(text) ?? 'unknown'] };
  const letters = Array.from(text.slice(1), (letter) => `-${letter}`);
  const end = letters.findIndex((letter) => kinds.get(letter) !== 'flag');
  if (end < 0) return { flags: letters, after: 'anything' };
  const kind = kinds.get(letters[end] ?? '') ?? 'unknown';
  // Whether the others are letters at all, and not a word, cannot be told.
  if (kind === 'unknown') return UNKNOWN_OPTION;
  // What is stuck to a letter that takes a value is that value.
  const after = kind === 'value' && end < letters.length - 1 ? 'anything' : AFTER[kind];
  return { flags: letters.slice(0, end), after };
}

function wordOf({ text, split }: Argument, _names: readonly string[], kinds: ReadonlyMap<string, OptionKind>): Option {
  if (split && text.startsWith(HOLE)) return UNKNOWN_OPTION;
  return text.startsWith('-') ? { flags: [text], after: AFTER[kinds.get(text) ?? 'unknown'] } : NO_OPTION;
}

type Next = 'anything' | 'a value' | 'perhaps a value';
interface Option {
  readonly flags: readonly string[];
  readonly after: Next;
}
const NO_OPTION: Option = { flags: [], after: 'anything' };
const UNKNOWN_OPTION: Option = { flags: [], after: 'perhaps a value' };
const AFTER: Readonly<Record<OptionKind | 'unknown', Next>> = {
  flag: 'anything',
  optional: 'anything',
  value: 'a value',
  unknown: 'perhaps a value',
};
