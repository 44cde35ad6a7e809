import { holdsSecret } from '../mask/find-secret.ts';
import { collectNeedles } from '../mask/needles.ts';
import type { Bytes } from './bytes.ts';
import { quote, toBytes } from './bytes.ts';

/**
 * Tells whether a piece of a record holds a secret (values by name), in any form that the mask knows or as bash would
 * write it in quotes. A secret shorter than four bytes is in everything: only a value equal to it counts.
 */
export function createSecretFinder(
  secrets: ReadonlyMap<string, string>,
): (pieces: Bytes | readonly Bytes[]) => boolean {
  const needles = collectNeedles(secrets);
  const values = [...secrets.values()].filter((secret) => secret !== '').map(toBytes);
  const short = new Set(values.filter((value) => value.length < SHORTEST));
  const forms = values.filter((value) => value.length >= SHORTEST).flatMap(writtenForms);
  const isIn = (piece: Bytes) =>
    short.has(piece) ||
    forms.some((form) => piece.includes(form)) ||
    holdsSecret(needles, Buffer.from(piece, 'latin1'));
  return (pieces) => [pieces].flat().some(isIn);
}

const SHORTEST = 4;

function writtenForms(value: Bytes): readonly Bytes[] {
  const octal = (byte: number) => `\\${byte.toString(8).padStart(3, '0')}`;
  const forms = [
    value,
    insideQuotes(value),
    value.replace(/["\\$`]/g, '\\$&'),
    value.replace(/[^A-Za-z0-9_./:=@%+,\x80-\xff-]/g, '\\$&'),
    ansiC(value, octal),
    // What is printable in the locale is left as it is.
    ansiC(value, (byte) => (byte >= 0x80 ? String.fromCharCode(byte) : octal(byte))),
  ];
  // The text of a trap is itself shown in quotes.
  return [...new Set([...forms, ...forms.map(insideQuotes)])];
}

function insideQuotes(value: Bytes): Bytes {
  return quote(value).slice(1, -1);
}

/** The inside of `$'…'`. */
function ansiC(value: Bytes, other: (byte: number) => string): Bytes {
  return value.replace(/[^ -~]|['\\]/g, (character) => {
    return NAMED[character] ?? other(character.charCodeAt(0));
  });
}

const NAMED: Readonly<Record<string, string>> = {
  "'": "\\'",
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\x07': '\\a',
  '\b': '\\b',
  '\v': '\\v',
  '\f': '\\f',
  '\x1b': '\\E',
};
