import type { Event } from 'js-yaml';
import { CORE_SCHEMA, constructFromEvents, floatCoreTag, mapTag, NOT_RESOLVED, parseEvents } from 'js-yaml';
import type { FrontMatter } from './front-matter.ts';
import { looksLikeNumber, runbookFrontMatter } from './front-matter-schema.ts';
import { nearestName } from './nearest.ts';

/**
 * Reads a front matter in which nothing is wrong, with a parser that is much faster and knows no positions.
 * Null whenever something is wrong, or might be for the careful reading: that one decides.
 */
export function readQuickly(text: string): FrontMatter | null {
  const front = readMapping(text);
  if (!front) return null;
  if (!Object.hasOwn(front, 'runbook')) {
    const misspelt = Object.keys(front).some((key) => nearestName(key, ['runbook']) !== null);
    return misspelt ? null : { kind: 'page', misspelt: null };
  }
  const { title, description } = front;
  const runbook = runbookFrontMatter.safeParse(front['runbook']);
  if (!isText(title) || !isText(description) || !runbook.success) return null;
  // Whether such a default is quoted, as it must be, is known with positions only.
  const defaults = Object.values(runbook.data.variables).map((variable) => variable.default ?? '');
  if (defaults.some(looksLikeNumber)) return null;
  return { kind: 'runbook', header: { title, description, runbook: runbook.data } };
}

function readMapping(text: string): Readonly<Record<string, unknown>> | null {
  if (readDifferently.some((pattern) => pattern.test(text))) return null;
  try {
    const events = parseEvents(text, {});
    if (events.some(hasProperties)) return null;
    const [value, ...others] = constructFromEvents(events, { source: text, schema });
    return isMapping(value) && others.length === 0 ? value : null;
  } catch {
    return null;
  }
}

// What the two parsers do not read alike, found by comparing them on generated documents. Each pattern may well match
// a text where they agree: that one is only read more slowly.
const readDifferently: readonly RegExp[] = [
  // A key of more than 1,024 characters.
  /^.{1025}/m,
  // A mark between documents.
  /^ *(?:---|\.\.\.)/m,
  // A comment less indented than the value below it: than some line below it, or with an empty line between.
  /^( *)#.*\n(?: *\n|\1 +[^ \n])/m,
  // A quoted text, a list or a mapping as the item of a list: what follows it on its line is not looked at.
  /^[ ?:-]*- +["'[{]/m,
  // A colon that begins a line, stuck to what follows.
  /^ *:[^ \n]/m,
  // Tabs, other control characters and byte order marks.
  /[\0-\t\v-\x1f\x7f-\x9f\ufeff]/,
  // In double quotes, a character beyond Unicode, and an escaped line break before an empty line.
  /\\U|\\\n *\n/,
  // A block that says its own indentation.
  /[|>][-+]?\d/,
];

// A tag, an anchor or an alias: no runbook needs one, and each parser supports others.
function hasProperties(event: Event): boolean {
  return ('tagStart' in event && event.tagStart >= 0) || ('anchorStart' in event && event.anchorStart >= 0);
}

const schema = CORE_SCHEMA.withTags(
  {
    ...mapTag,
    // The parsers give other names to keys such as null.
    addPair: (map, key, value) => (typeof key === 'string' ? mapTag.addPair(map, key, value) : 'a key is a text'),
  },
  {
    ...floatCoreTag,
    // Too large a number is a text for this parser, and infinite for the other.
    resolve: (source, ...rest) => {
      const number = floatCoreTag.resolve(source, ...rest);
      if (number === NOT_RESOLVED && Math.abs(Number(source)) === Number.POSITIVE_INFINITY)
        throw new RangeError(source);
      return number;
    },
  },
);

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
