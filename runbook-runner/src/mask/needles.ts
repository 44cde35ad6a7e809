import type { Automaton, Pattern } from './automaton.ts';
import { buildAutomaton } from './automaton.ts';
import { byteEncodings, charsetEncodings } from './byte-encodings.ts';
import { isCommonWord } from './common-words.ts';
import { partsOf } from './parts.ts';
import { textEncodings } from './text-encodings.ts';
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
  const refused: Refusal[] = [];
  const warnings: string[] = [];
  const forms = new Map<string, Uint8Array>();
  for (const [name, value] of secrets) {
    const { whole, others } = partsOf(value);
    const reason = whole.map(whyUnprotectable).find((found) => found !== null);
    if (reason !== undefined) {
      refused.push({ name, reason });
      continue;
    }
    if (whole.some((part) => Buffer.byteLength(part) < ANYWHERE)) warnings.push(weakness(name));
    const parts = new Set([
      ...whole,
      ...others.filter((part) => Buffer.byteLength(part) >= ANYWHERE && !isCommonWord(part)),
    ]);
    for (const part of parts) for (const form of formsOf(part)) forms.set(Buffer.from(form).toString('latin1'), form);
  }
  return { automaton: buildAutomaton([...forms.values()].map(pattern)), refused, warnings };
}

export interface Needles {
  readonly automaton: Automaton;
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

function formsOf(part: string): readonly Uint8Array[] {
  const texts = [...textEncodings(part), ...byteEncodings(Buffer.from(part))].map((text) => Buffer.from(text));
  const all: readonly Uint8Array[] = [...texts, ...charsetEncodings(part)];
  // Also as they are read through line wraps and colours.
  const read = all.map(withoutTransparent).filter((form) => form.length >= ANYWHERE);
  return [...all, ...read].filter((form) => form.length >= SHORTEST);
}

function pattern(bytes: Uint8Array): Pattern {
  return { bytes, wholeWord: bytes.length < ANYWHERE };
}
