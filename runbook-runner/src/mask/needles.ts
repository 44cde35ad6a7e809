import type { Automaton, Pattern } from './automaton.ts';
import { buildAutomaton } from './automaton.ts';
import { byteEncodings, charsetEncodings } from './byte-encodings.ts';
import { isCommonWord } from './common-words.ts';
import { nestedEncodings } from './nested-encodings.ts';
import { overstruck } from './overstrike.ts';
import { partsOf } from './parts.ts';
import type { Reading } from './scanner.ts';
import { jsonStrings, textEncodings } from './text-encodings.ts';
import { withoutTransparent } from './transparent.ts';

/**
 * Everything by which the given secrets (values by name) can be recognised in an output.
 *
 * From 8 bytes on, each form is masked wherever it occurs; from 4 to 7, only as a whole word, with a warning.
 * A shorter secret or a common word is refused: it cannot be protected, and the run must not start with it.
 * Masking is a seat belt: a step that cuts, reverses, hashes, compresses or encrypts a secret, or shows it in columns
 * (`od`, `xxd`), defeats it.
 */
export function collectNeedles(secrets: ReadonlyMap<string, string>): Needles {
  // Those of a run are asked for by its plan, its outputs and each of its sessions; a key takes a quarter of a second.
  if (last === null || !areSame(last.secrets, secrets)) last = { secrets: new Map(secrets), needles: build(secrets) };
  return last.needles;
}

let last: { readonly secrets: ReadonlyMap<string, string>; readonly needles: Needles } | null = null;

function areSame(some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): boolean {
  return some.size === others.size && [...some].every(([name, value]) => others.get(name) === value);
}

function build(secrets: ReadonlyMap<string, string>): Needles {
  const refused: Refusal[] = [];
  const warnings: string[] = [];
  const forms = new Forms();
  const spaced = new Forms();
  for (const [name, value] of secrets) {
    const { whole, others, pieces, words } = partsOf(value);
    const reason = whole.map(whyUnprotectable).find((found) => found !== null);
    if (reason !== undefined) {
      refused.push({ name, reason });
      continue;
    }
    if (whole.some((part) => Buffer.byteLength(part) < ANYWHERE)) warnings.push(weakness(name));
    const long = (part: string): boolean => Buffer.byteLength(part) >= ANYWHERE && !isCommonWord(part);
    const parts = [...whole, ...others.filter(long), ...words.filter((part) => whyUnprotectable(part) === null)];
    for (const part of new Set(parts)) {
      forms.add(part.length > DOCUMENT ? pieceForms(part) : allForms(part), SHORTEST);
      if (/\S\s+\S/.test(part)) spaced.add(unspaced(part), ANYWHERE);
    }
    for (const piece of new Set(pieces.filter(long))) forms.add(pieceForms(piece), ANYWHERE);
  }
  const readings = [
    { automaton: forms.automaton(), spaces: false },
    ...(spaced.isEmpty() ? [] : [{ automaton: spaced.automaton(), spaces: true }]),
  ];
  return { readings, refused, warnings };
}

export interface Needles {
  /** What an output is searched for, side by side. */
  readonly readings: readonly Reading[];
  /** Secrets that cannot be protected; reasons in French. */
  readonly refused: readonly Refusal[];
  /** In French. */
  readonly warnings: readonly string[];
}

export interface Refusal {
  readonly name: string;
  readonly reason: string;
}

const SHORTEST = 4;
const ANYWHERE = 8;
/** From here on it is a document: it is found by its lines and its texts, and as a whole only as it is or in JSON. */
const DOCUMENT = 512;

function whyUnprotectable(part: string): string | null {
  if (part.trim() === '') return 'il est vide.';
  const size = Buffer.byteLength(part);
  if (size < SHORTEST) {
    return `il (ou le mot de passe qu’il contient) ne fait que ${size} octets ; il en faut au moins ${SHORTEST}, et ${ANYWHERE} pour être masqué partout.`;
  }
  if (!isCommonWord(part)) return null;
  return 'il (ou le mot de passe qu’il contient) est un mot courant : le masquer le révélerait et rendrait la sortie illisible.';
}

function weakness(name: string): string {
  return `Le secret ${name} fait moins de ${ANYWHERE} octets : il n’est masqué que comme mot entier. Choisissez-en un plus long.`;
}

function allForms(part: string): readonly Uint8Array[] {
  const written = [...textEncodings(part), ...overstruck(part), ...byteEncodings(Buffer.from(part))];
  const texts = [...new Set([...written, ...nestedEncodings(part)])].map((text) => Buffer.from(text));
  return withRead([...texts, ...charsetEncodings(part)]);
}

/** A document is found by its lines and its texts; as a whole, in the commonest forms only. */
function pieceForms(part: string): readonly Uint8Array[] {
  const json = jsonStrings(part);
  const bytes = part.length > DOCUMENT ? [] : byteEncodings(Buffer.from(part));
  const texts = [part, ...json, ...json.flatMap(jsonStrings), encodeURIComponent(part.toWellFormed()), ...bytes];
  return withRead([...new Set(texts)].map((text) => Buffer.from(text)));
}

/** To be looked for where white space is transparent. */
function unspaced(part: string): readonly Uint8Array[] {
  const texts = part.length > DOCUMENT ? [part] : textEncodings(part);
  return [...new Set(texts)].map((text) => withoutTransparent(Buffer.from(text), true));
}

/** Also as they are read through line wraps and colours. */
function withRead(forms: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...forms, ...forms.map((form) => withoutTransparent(form, false)).filter((form) => form.length >= ANYWHERE)];
}

/** A set of byte strings, and the automaton that finds them. */
class Forms {
  readonly #forms = new Map<string, Uint8Array>();

  add(forms: readonly Uint8Array[], shortest: number): void {
    for (const form of forms) if (form.length >= shortest) this.#forms.set(Buffer.from(form).toString('latin1'), form);
  }

  isEmpty(): boolean {
    return this.#forms.size === 0;
  }

  automaton(): Automaton {
    return buildAutomaton(
      Array.from(this.#forms.values(), (bytes): Pattern => ({ bytes, wholeWord: bytes.length < ANYWHERE })),
    );
  }
}
