import type {
  CommandArgument,
  CommandExpansionPart,
  DoubleQuotedChild,
  ParameterExpansionPart,
  Word,
  WordPart,
} from 'unbash';
import type { Argument } from './argument.ts';
import { FRESH, HOLE, isDynamic, literal, UNKNOWN_LIST } from './argument.ts';
import type { Known, Value } from './known.ts';

/** The words that words of the syntax tree become, each of them none, one or several. Runs nothing. */
export function resolveWords(words: readonly CommandArgument[], known: Known): readonly Argument[] {
  const resolved: Argument[] = [];
  let length = 0;
  let counted = 0;
  for (const word of words) {
    for (; counted < resolved.length; counted++) length += resolved[counted]?.text.length ?? 0;
    if (length > LONGEST) return [...resolved.slice(0, 1), UNKNOWN_LIST];
    if (word.type === 'Assignment') resolved.push(literal(word.text));
    else if (word.parts === undefined) resolved.push(literal(word.value));
    else {
      const fields = new Fields(resolved);
      for (const part of word.parts) addPart(part, known, fields);
      fields.end();
    }
  }
  return resolved;
}

/** The text of a word where no splitting happens: the value of an assignment, the target of a redirection. */
export function resolveText(word: Word, known: Known): string {
  if (word.parts === undefined) return word.value;
  return resolveParts(word.parts, known);
}

/** The text of parts read as between double quotes (a heredoc's body). */
export function resolveParts(parts: readonly WordPart[], known: Known): string {
  let text = '';
  for (const part of parts) {
    text += partText(part, known);
    if (text.length > LONGEST) return HOLE;
  }
  return text;
}

/** Values that hold one another grow at each assignment: what becomes twice as long as a step may be is not known. */
const LONGEST = 256 * 1024;

/** A parameter's value: `name`, `1`, `a[2]`. */
export function lookUp(name: string, index: string | null, known: Known): Value | null {
  if (name === '@' || name === '*') return known.positional ? { kind: 'list', items: known.positional } : null;
  if (/^[1-9]\d*$/u.test(name)) return one(known.positional?.[Number(name) - 1]);
  const value = known.variables.get(name);
  if (value === undefined) return null;
  if (value.kind === 'text') return index === null || index === '0' ? value : null;
  if (index === '@' || index === '*') return value;
  if (index === null || /^\d+$/u.test(index)) return one(value.items[Number(index ?? 0)]);
  return null;
}

function addPart(part: WordPart, known: Known, fields: Fields): void {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return fields.add(part.value);
    case 'DoubleQuoted':
    case 'LocaleString':
      fields.add('');
      for (const child of part.parts) addQuoted(child, known, fields);
      return;
    case 'Glob':
      fields.add(part.value);
      return fields.mark('glob');
    case 'ExtendedGlob':
      fields.add(HOLE);
      return fields.mark('glob');
    case 'BraceExpansion':
      fields.add(HOLE);
      return fields.mark('split');
    case 'ProcessSubstitution':
      return fields.add(`/dev/fd/${HOLE}`);
    case 'ArithmeticExpansion':
      return fields.add(HOLE);
    default: {
      const value = expansion(part, known);
      if (value === null) {
        fields.add(HOLE);
        return fields.mark('split');
      }
      if (value.kind === 'text') return fields.split(value.text);
      value.items.forEach((item, position) => {
        if (position > 0) fields.end();
        fields.split(item.text);
      });
    }
  }
}

function addQuoted(part: DoubleQuotedChild, known: Known, fields: Fields): void {
  if (!isEveryWord(part)) return fields.add(partText(part, known));
  const value = expansion(part, known);
  if (value?.kind !== 'list') {
    fields.add(HOLE);
    return fields.mark('split');
  }
  if (value.items.length === 0) fields.vanish();
  value.items.forEach((item, position) => {
    if (position > 0) fields.end();
    fields.add(item.text);
    if (item.split) fields.mark('split');
  });
}

// "$@" and "${a[@]}", whose quotes keep words apart instead of making one.
function isEveryWord(part: DoubleQuotedChild): boolean {
  if (part.type === 'SimpleExpansion') return part.text === '$@';
  if (part.type !== 'ParameterExpansion' || part.prefix !== undefined)
    return part.type === 'ParameterExpansion' && part.prefix === '!';
  return part.parameter === '@' || part.index?.value === '@';
}

function partText(part: WordPart, known: Known): string {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
      return part.value;
    case 'DoubleQuoted':
    case 'LocaleString':
      return resolveParts(part.parts, known);
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion': {
      const value = expansion(part, known);
      if (value === null) return HOLE;
      return value.kind === 'text' ? value.text : value.items.map((item) => item.text).join(' ');
    }
    case 'ProcessSubstitution':
      return `/dev/fd/${HOLE}`;
    default:
      return HOLE;
  }
}

function expansion(part: WordPart, known: Known): Value | null {
  if (part.type === 'SimpleExpansion') return lookUp(part.text.slice(1), null, known);
  if (part.type === 'CommandExpansion') return isMktemp(part) ? { kind: 'text', text: FRESH } : null;
  if (part.type !== 'ParameterExpansion' || part.prefix !== undefined) return null;
  const value = lookUp(part.parameter, part.index?.value ?? null, known);
  if (part.operation === undefined) return value;
  return value?.kind === 'text' ? operated(part, value.text) : null;
}

// Only the operations whose result does not depend on a pattern; `${X:?}` is the usual guard before a `rm`.
function operated(part: ParameterExpansionPart, text: string): Value | null {
  if (part.operation?.type !== 'Default' || text === '' || text === HOLE) return null;
  return part.operation.operator.includes('+') ? null : { kind: 'text', text };
}

// `mktemp -u` only names a file; any other word than a plain option or template makes the path anybody's.
function isMktemp(part: CommandExpansionPart): boolean {
  const [statement, ...others] = part.script?.commands ?? [];
  const command = statement?.command;
  if (others.length > 0 || command?.type !== 'Command' || command.prefix.length > 0) return false;
  if (command.name?.value !== 'mktemp' || command.redirects.length > 0) return false;
  return command.args.every(
    (word) =>
      word.type === 'Word' &&
      word.parts === undefined &&
      /^(-d|--directory|-t|-[pq]|[\w./-]*X{3,}[\w.-]*)$/u.test(word.value),
  );
}

function one(argument: Argument | undefined): Value | null {
  return argument === undefined || argument.split ? null : { kind: 'text', text: argument.text };
}

/** The words that one word becomes, put after those before it. */
class Fields {
  readonly #done: Argument[];
  #text: string | null = null;
  #split = false;
  #glob = false;
  #vanished = false;

  constructor(done: Argument[]) {
    this.#done = done;
  }

  add(text: string): void {
    this.#text = (this.#text ?? '') + text;
    if (this.#text.length <= LONGEST) return;
    this.#text = HOLE;
    this.#split = true;
  }

  mark(what: 'split' | 'glob'): void {
    if (what === 'split') this.#split = true;
    else this.#glob = true;
  }

  vanish(): void {
    this.#vanished = true;
  }

  /** An unquoted value: the shell cuts it at white space and expands its wildcards. */
  split(text: string): void {
    const pieces = text.split(/[ \t\n]+/u);
    pieces.forEach((piece, position) => {
      if (position > 0) this.end();
      if (piece === '') return;
      this.add(piece);
      if (isDynamic(piece)) this.mark('split');
      if (/[*?[]/u.test(piece)) this.mark('glob');
    });
  }

  end(): void {
    if (this.#text !== null && !(this.#vanished && this.#text === '')) {
      this.#done.push({ text: this.#text, split: this.#split, glob: this.#glob });
    }
    this.#text = null;
    this.#split = false;
    this.#glob = false;
  }
}
