import { visible } from '../report/visible.ts';

/** The longest name of a step, in characters: with « Étape 12 sur 25 · » it fits a terminal of 80 columns. */
export const longestTitle = 60;

/** The name that an author gives; undefined: nothing, or more than a line can hold. */
export function readTitle(value: string): string | undefined {
  const title = visible(value.trim());
  return title !== '' && [...title].length <= longestTitle ? title : undefined;
}

/**
 * What a step without a title is called: the last sentence of `lead`, the text just before its fence, without the « : » or
 * the full stop that ends it. A long one is cut at a word. null: there is no sentence.
 */
export function titleFrom(lead: string): string | null {
  const sentence = visible(lead)
    .split(SENTENCE_END)
    .findLast((text) => BARE.test(text));
  return sentence === undefined ? null : shortened(sentence.replace(/[\s.:]+$/u, ''));
}

/** A stop and a space, after a word that is no abbreviation; after `…`, `!` and `?`, what follows must begin a sentence. */
const SENTENCE_END =
  /(?<=(?<!(?:^|[\s(«])(?:\p{L}|cf|etc|ex|env|art|fig|vol|max|min))\.[»”")]*)\s+|(?<=[!?…][»”")\s]*)\s+(?=[«“"(]?\s?[\p{Lu}\d])/u;

/** Something that can be read. */
const BARE = /[\p{L}\p{N}]/u;

function shortened(text: string): string {
  const characters = [...text];
  if (characters.length <= longestTitle) return text;
  const cut = characters.slice(0, longestTitle - 1).join('');
  // Cut between two words, unless it falls there already or there is one only.
  const end = characters[longestTitle - 1] === ' ' ? cut.length : cut.lastIndexOf(' ');
  return `${cut.slice(0, end > 0 ? end : cut.length).replace(/[\s,;:.(«]+$/u, '')}…`;
}
