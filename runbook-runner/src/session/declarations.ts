import type { Bytes } from './bytes.ts';

/**
 * Reads what `declare -p` lists: names, attributes, and the values between the two kinds of quotes that bash writes.
 * @returns null when anything in it is not understood: half of a state is none.
 */
export function readDeclarations(listing: Bytes): ReadonlyMap<Bytes, Variable> | null {
  const variables = new Map<Bytes, Variable>();
  for (let at = 0; at < listing.length; ) {
    HEAD.lastIndex = at;
    const [head, flags, name] = HEAD.exec(listing) ?? [];
    if (head === undefined || flags === undefined || name === undefined) return null;
    const value = readValue(listing, at + head.length);
    if (value === null || listing[value.end] !== '\n') return null;
    variables.set(name, { declaration: listing.slice(at, value.end), flags, values: value.values });
    at = value.end + 1;
  }
  return variables;
}

const HEAD = /declare (-\S+) ([^=\s]+)/y;

function readValue(listing: Bytes, at: number): Value | null {
  if (listing[at] !== '=') return { values: [], end: at };
  if (listing[at + 1] === '(') return readArray(listing, at + 2);
  const quoted = readQuoted(listing, at + 1);
  return quoted && { values: [quoted.text], end: quoted.end };
}

/** `[KEY]="…" [KEY]=$'…' )`: every element, then its key. */
function readArray(listing: Bytes, start: number): Value | null {
  const values: Bytes[] = [];
  let at = start;
  while (listing[at] === '[') {
    const key = readQuoted(listing, at + 1) ?? readPlainKey(listing, at + 1);
    if (key === null || !listing.startsWith(']=', key.end)) return null;
    const element = readQuoted(listing, key.end + 2);
    if (element === null) return null;
    values.push(element.text, key.text);
    at = listing[element.end] === ' ' ? element.end + 1 : element.end;
  }
  return listing[at] === ')' ? { values, end: at + 1 } : null;
}

function readPlainKey(listing: Bytes, at: number): Piece | null {
  const end = listing.indexOf(']=', at);
  return end < 0 ? null : { text: listing.slice(at, end), end };
}

/** `"…"`, where a backslash keeps the character after it, or `$'…'`. */
function readQuoted(listing: Bytes, at: number): Piece | null {
  const ansi = listing.startsWith("$'", at);
  if (!ansi && listing[at] !== '"') return null;
  const start = ansi ? at + 2 : at + 1;
  const end = closingQuote(listing, start, ansi ? "'" : '"');
  if (end < 0) return null;
  const inside = listing.slice(start, end);
  return { text: inside.includes('\\') ? unescaped(inside, ansi) : inside, end: end + 1 };
}

// Not a regular expression: it would overflow its stack on a value of some megabytes.
function closingQuote(listing: Bytes, start: number, quote: string): number {
  for (let end = listing.indexOf(quote, start); end >= 0; end = listing.indexOf(quote, end + 1)) {
    let backslashes = 0;
    while (listing[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}

function unescaped(inside: Bytes, ansi: boolean): Bytes {
  if (!ansi) return inside.replace(/\\(.)/gs, '$1');
  return inside.replace(/\\([0-7]{3}|.)/gs, (_, escaped: string) =>
    escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped, 8)) : (ANSI[escaped] ?? escaped),
  );
}

const ANSI: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

export interface Variable {
  /** As `declare -p` prints it: a command that declares it. */
  readonly declaration: Bytes;
  /** Its attributes, as `declare` writes them (`--`, `-x`, `-ar`…). */
  readonly flags: Bytes;
  /** The value; of an array every element and key; nothing when it was declared without a value. */
  readonly values: readonly Bytes[];
}

interface Value {
  readonly values: readonly Bytes[];
  /** Where what comes after it begins. */
  readonly end: number;
}

interface Piece {
  readonly text: Bytes;
  readonly end: number;
}
