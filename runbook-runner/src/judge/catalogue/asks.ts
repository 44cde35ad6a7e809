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
  return { risk: 'safe', when: (call) => when(call) && isAsked(call.args, names.split(' '), others) };
}

/** Whether one of these options stands among the words as an option, and no other word takes it back. */
function isAsked(args: readonly Argument[], names: readonly string[], others: string): boolean {
  const kinds = optionKinds(`${others} ${names.filter((name) => !name.includes('=')).join(' ')}`);
  let asked = false;
  let next: Next = 'anything';
  for (const word of args) {
    if (word.text === '--') break;
    if (takesBack(word.text, names)) return false;
    const { flags, after }: Option = next === 'a value' ? NO_OPTION : optionOf(word, names, kinds);
    if (next === 'anything' && flags.some((flag) => names.includes(flag))) asked = true;
    next = after;
  }
  return asked;
}

// `--dry-run=false`, `--no-dry-run`: the last one counts, and an unknown value may be any.
function takesBack(text: string, names: readonly string[]): boolean {
  if (!text.startsWith('--') || names.includes(text)) return false;
  const option = text.replace(/=.*$/su, '');
  return names.some((name) => name.replace(/=.*$/u, '') === option || `--no-${name.replace(/^--?/u, '')}` === option);
}

/** The flags that a word gives, and what it makes of the next one. */
function optionOf({ text, split }: Argument, names: readonly string[], kinds: ReadonlyMap<string, OptionKind>): Option {
  if (split && text.startsWith(HOLE)) return { flags: [], after: 'perhaps a value' };
  if (!text.startsWith('-') || text === '-') return NO_OPTION;
  if (names.includes(text) || (text.startsWith('--') && text.includes('=')))
    return { flags: [text], after: 'anything' };
  if (text.startsWith('--')) return { flags: [text], after: AFTER[kinds.get(text) ?? 'unknown'] };
  const letters = Array.from(text.slice(1), (letter) => `-${letter}`);
  const end = letters.findIndex((letter) => kinds.get(letter) !== 'flag');
  if (end < 0) return { flags: letters, after: 'anything' };
  const kind = kinds.get(letters[end] ?? '') ?? 'unknown';
  // What is stuck to a letter that takes a value is that value.
  const after = kind === 'value' && end < letters.length - 1 ? 'anything' : AFTER[kind];
  return { flags: letters.slice(0, end), after };
}

type Next = 'anything' | 'a value' | 'perhaps a value';
interface Option {
  readonly flags: readonly string[];
  readonly after: Next;
}
const NO_OPTION: Option = { flags: [], after: 'anything' };
const AFTER: Readonly<Record<OptionKind | 'unknown', Next>> = {
  flag: 'anything',
  optional: 'anything',
  value: 'a value',
  unknown: 'perhaps a value',
};
