/**
 * Reads an env file as Docker Compose 2 does. Only interpolation is not done: a value whose text Compose would replace is
 * marked, as what takes its place depends on the rest of the file and on the environment.
 * @throws DotenvError where Compose would refuse the file.
 */
export function parseDotenv(text: string): readonly DotenvEntry[] {
  const entries: DotenvEntry[] = [];
  let at = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  let [counted, line] = [0, 1];
  const lineAt = (offset: number): number => {
    for (; counted < offset; counted++) if (text[counted] === '\n') line += 1;
    return line;
  };
  for (;;) {
    at = after(BETWEEN, text, at);
    if (at >= text.length) return entries;
    const start = lineAt(at);
    const [, name = '', end = ''] = matchAt(NAME, text, at) ?? [];
    at = NAME.lastIndex;
    if (at === 0 || (name.trimEnd() === '' && ASSIGNS.test(end)))
      throw new DotenvError(start, 'ce n’est ni une affectation (NOM=valeur), ni un commentaire');
    if (name.trimEnd().includes(' ')) throw new DotenvError(start, 'un nom ne contient pas d’espace');
    const entry = { name: name.trimEnd(), line: start };
    if (!ASSIGNS.test(end)) {
      entries.push({ ...entry, kind: 'inherited' });
      continue;
    }
    at = after(BLANKS, text, at);
    const read = text[at] === "'" || text[at] === '"' ? readQuoted(text, at) : readPlain(text, at);
    if (read === null) throw new DotenvError(start, 'un guillemet ouvert n’est pas fermé');
    at = read.end;
    entries.push(
      read.value === null ? { ...entry, kind: 'interpolated' } : { ...entry, kind: 'value', value: read.value },
    );
  }
}

/** To the end of the line, or to a comment that a space precedes. */
function readPlain(text: string, at: number): Read {
  const lineEnd = text.indexOf('\n', at);
  const end = lineEnd < 0 ? text.length : lineEnd;
  const [value = ''] = text.slice(at, end).split(' #', 1);
  return { value: withoutDollars(value.replace(LAST_SPACES, '')), end };
}

/** To the closing quote, on any line; null: there is none. A backslash keeps a quote of the kind that opened. */
function readQuoted(text: string, at: number): Read | null {
  const quote = text[at];
  let value = '';
  for (let next = at + 1; next < text.length; next++) {
    const character = text[next] ?? '';
    if (character === quote) return { value: quote === '"' ? withoutDollars(unescaped(value)) : value, end: next + 1 };
    if (character !== '\\') value += character;
    else {
      next += 1;
      value += text[next] === quote ? quote : `\\${text[next] ?? ''}`;
    }
  }
  return null;
}

/** What is neither a known letter nor three octal digits after a 0 stays as it is written. */
function unescaped(text: string): string {
  return text.replace(/\\(?:([abfnrtv$"\\])|0([0-3][0-7]{2})|0(?=\d{0,3}))/g, (_, letter?: string, octal?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return letter === undefined ? '\\' : (ESCAPED[letter] ?? letter);
  });
}

const ESCAPED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  $: '$$',
};

/** `$$` is a dollar; any other begins an interpolation, or is read otherwise from one version to the next: null. */
function withoutDollars(text: string): string | null {
  const plain = text.replaceAll('$$', '');
  return plain.includes('$') ? null : text.replaceAll('$$', () => '$');
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function after(pattern: RegExp, text: string, at: number): number {
  matchAt(pattern, text, at);
  return pattern.lastIndex;
}

const BYTE_ORDER_MARK = '\uFEFF';
// White space as Go has it, for which a byte order mark is none.
const BLANK = String.raw`\t\v\f\r \u0085\u00a0`;
const BLANKS = new RegExp(`[${BLANK}]*`, 'y');
const SPACE = String.raw`\n${BLANK}\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const LAST_SPACES = new RegExp(`[${SPACE}]+$`);
const ASSIGNS = /[=:]/;
/** Empty lines and comments. */
const BETWEEN = new RegExp(`(?:[${SPACE}]+|#[^\\n]*)*`, 'y');
/** `export NAME=`, `NAME:`, or a name alone, whose value Compose takes from its own environment. */
const NAME = new RegExp(`(?:export[${BLANK}]+)?([\\p{L}\\p{N}_.\\-[\\]${BLANK}]*)([=:\\n]|$)`, 'yu');

export type DotenvEntry = { readonly name: string; readonly line: number } & (
  | { readonly kind: 'value'; readonly value: string }
  /** Its value holds a `$` that Compose would replace. */
  | { readonly kind: 'interpolated' }
  /** A name without `=`. */
  | { readonly kind: 'inherited' }
);

/** A file that Compose would refuse. Nothing of it is quoted: it holds secrets. */
export class DotenvError extends Error {
  readonly line: number;

  constructor(line: number, why: string) {
    super(why);
    this.line = line;
  }
}

interface Read {
  /** Null: it holds what would be replaced. */
  readonly value: string | null;
  readonly end: number;
}
