import type { Alias, Document, ErrorCode, Pair, YAMLError } from 'yaml';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { Collector, Place } from './collector.ts';
import type { FrontMatter, MisspeltKey } from './front-matter.ts';
import { knownKeys, looksLikeNumber, runbookFrontMatter } from './front-matter-schema.ts';
import { nearestName, suggest } from './nearest.ts';

/** Reads a front matter with the place of all that it holds, and reports each fault there. */
export function readYaml(text: string, collector: Collector): FrontMatter {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true, prettyErrors: false, logLevel: 'error' });
  const yaml: Yaml = { document, place: (from, to) => placeIn(lineCounter, from, to) };

  if (document.errors.length > 0) {
    const syntax = document.errors.find(({ code }) => code !== 'DUPLICATE_KEY');
    // The errors that follow a first one of syntax are its consequences.
    for (const error of syntax ? [syntax] : document.errors) reportSyntax(error, yaml.place(...error.pos), collector);
    return /^runbook:/m.test(text) ? { kind: 'runbook', header: null } : { kind: 'page', misspelt: null };
  }
  if (!isMap(document.contents) || !document.has('runbook')) {
    return { kind: 'page', misspelt: isMap(document.contents) ? misspelt(document, yaml) : null };
  }
  const title = readText('title', yaml, collector);
  const description = readText('description', yaml, collector);
  checkDefaults(yaml, collector);
  const content = contentOf(yaml, collector);
  if (content === null) return { kind: 'runbook', header: null };
  const read = runbookFrontMatter.safeParse(content.runbook);
  if (read.success) return { kind: 'runbook', header: { title, description, runbook: read.data } };
  for (const issue of read.error.issues) reportIssue(issue, ['runbook'], yaml, collector);
  return { kind: 'runbook', header: null };
}

/** What the document says, its aliases followed; null: one of them names nothing, or there are too many. */
function contentOf(yaml: Yaml, collector: Collector): { readonly runbook?: unknown } | null {
  const { document } = yaml;
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    const aliases = aliasesIn(document);
    const lost = aliases.find((alias) => alias.resolve(document) === undefined);
    collector.report('front-matter-syntax', rangePlace(lost ?? aliases[0], yaml) ?? start, {
      message: lost
        ? `L’alias « *${lost.source} » ne nomme rien : aucune ancre « &${lost.source} » ne le précède.`
        : `Les alias de l’en-tête se multiplient : plus de ${MOST_ALIASES} valeurs une fois suivis.`,
      expected: 'des valeurs écrites là où elles servent.',
      action: 'Remplacez chaque alias par la valeur qu’il nomme.',
    });
    return null;
  }
}

const MOST_ALIASES = 100;

function aliasesIn(document: Document): readonly Alias[] {
  const found: Alias[] = [];
  visit(document, {
    Alias: (_, alias) => {
      found.push(alias);
    },
  });
  return found;
}

function reportSyntax(error: YAMLError, at: Place, collector: Collector): void {
  if (error.code === 'DUPLICATE_KEY') {
    collector.report('front-matter-duplicated-key', at, {
      message: 'Cette clé est écrite deux fois au même endroit.',
      expected: 'chaque clé une seule fois.',
      action: 'Gardez une seule des deux.',
    });
    return;
  }
  collector.report('front-matter-syntax', at, {
    message: `L’en-tête n’est pas du YAML valable : ${syntaxTexts[error.code]}.`,
    expected: 'du YAML 1.2, avec des espaces pour l’indentation.',
    action: 'Corrigez ce passage ; mettez entre guillemets une valeur qui contient « : » ou « # ».',
  });
}

// Codes of the `yaml` package: the compiler asks for words for each.
const syntaxTexts: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'un alias (« * ») ne porte ni ancre ni étiquette',
  BAD_ALIAS: 'cette ancre (« * ») n’existe pas',
  BAD_COLLECTION_TYPE: 'cette étiquette (« ! ») ne va pas à une liste ou à un dictionnaire',
  BAD_DIRECTIVE: 'cette directive (« % ») n’est pas comprise',
  BAD_DQ_ESCAPE: 'cette suite après « \\ » ne désigne aucun caractère',
  BAD_INDENT: 'l’indentation n’est pas celle des lignes voisines',
  BAD_PROP_ORDER: 'l’ancre et l’étiquette se placent après le signe qui ouvre la valeur',
  BAD_SCALAR_START: 'une valeur ne peut pas commencer par ce caractère sans guillemets',
  BLOCK_AS_IMPLICIT_KEY: '« : » suivi d’une espace se lit comme une clé à l’intérieur d’une valeur',
  BLOCK_IN_FLOW: 'une liste ou un dictionnaire en lignes ne peut être entre accolades ou crochets',
  DUPLICATE_KEY: 'cette clé est écrite deux fois',
  IMPOSSIBLE: 'ce texte n’a pas pu être lu',
  KEY_OVER_1024_CHARS: 'une clé ne peut dépasser 1024 caractères',
  MISSING_CHAR: 'il manque une virgule, une accolade, un crochet, un guillemet ou une espace',
  MULTILINE_IMPLICIT_KEY: 'une clé doit tenir sur une ligne, et être suivie de « : »',
  MULTIPLE_ANCHORS: 'une valeur ne porte qu’une ancre (« & »)',
  MULTIPLE_DOCS: '« --- » commence un second document',
  MULTIPLE_TAGS: 'une valeur ne porte qu’une étiquette (« ! »)',
  NON_STRING_KEY: 'une clé doit être un texte',
  RESOURCE_EXHAUSTION: 'il est trop profond ou trop long pour être lu',
  TAB_AS_INDENT: 'une tabulation ne peut servir d’indentation',
  TAG_RESOLVE_FAILED: 'cette étiquette (« ! ») n’est pas connue',
  UNEXPECTED_TOKEN: 'ce texte n’est pas attendu ici',
};

function misspelt(document: Document, yaml: Yaml): MisspeltKey | null {
  if (!isMap(document.contents)) return null;
  for (const pair of document.contents.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    if (nearestName(key, ['runbook']) !== null) return { key, ...keyPlace(pair, yaml) };
  }
  return null;
}

function readText(key: 'title' | 'description', yaml: Yaml, collector: Collector): string {
  const value = yaml.document.get(key);
  if (typeof value === 'string' && value.trim() !== '') return value;
  const pair = pairAt([key], yaml);
  collector.report(
    pair ? 'front-matter-value' : 'front-matter-missing-key',
    pair ? valuePlace(pair, yaml) : { line: 1, column: 1, length: 3 },
    {
      message: pair ? `La clé « ${key} » n’est pas un texte.` : `La clé « ${key} » manque dans l’en-tête.`,
      expected: key === 'title' ? 'le titre de la page.' : 'une phrase qui dit à quoi sert le runbook.',
      action: `Écrivez ${key}: suivi du texte, entre guillemets s’il contient « : ».`,
    },
  );
  return '';
}

// Only a value without quotes can be taken for something else than a text.
function checkDefaults(yaml: Yaml, collector: Collector): void {
  const variables = yaml.document.getIn(['runbook', 'variables']);
  if (!isMap(variables)) return;
  for (const { key } of variables.items) {
    const value = pairAt(['runbook', 'variables', String(key), 'default'], yaml)?.value;
    for (const text of isSeq(value) ? value.items : [value]) checkQuotes(text, isSeq(value), yaml, collector);
  }
}

function checkQuotes(value: unknown, isItem: boolean, yaml: Yaml, collector: Collector): void {
  if (!isScalar(value) || value.type !== 'PLAIN' || typeof value.value !== 'string') return;
  if (!looksLikeNumber(value.value)) return;
  collector.report('front-matter-value', rangePlace(value, yaml) ?? start, {
    message: `La valeur par défaut ${value.value} n’est pas entre guillemets.`,
    expected:
      'un texte entre guillemets dès qu’il commence par un chiffre : YAML pourrait y lire un nombre ou une date.',
    action: `Écrivez ${isItem ? '' : 'default: '}"${value.value}".`,
  });
}

function reportIssue(issue: z.core.$ZodIssue, above: readonly PropertyKey[], yaml: Yaml, collector: Collector): void {
  const path = [...above, ...issue.path].map(String);
  const pair = pairAt(path, yaml);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) unknownKey(key, path, yaml, collector);
  } else if (issue.code === 'invalid_key') {
    const message = issue.issues[0]?.message ?? issue.message;
    collector.report('variable-name', pair ? keyPlace(pair, yaml) : start, {
      message: `Le nom de variable « ${path.at(-1)} » est refusé.`,
      expected: message,
      action: 'Choisissez un autre nom, par exemple avec un préfixe propre au document.',
    });
  } else if (!pair && !yaml.document.hasIn(path)) {
    const parent = pairAt(path.slice(0, -1), yaml);
    collector.report('front-matter-missing-key', parent ? keyPlace(parent, yaml) : start, {
      message: `La clé « ${path.at(-1)} » manque sous « ${path.slice(0, -1).join('.')} ».`,
      expected: issue.message,
      action: `Ajoutez ${path.at(-1)}: à cet endroit.`,
    });
  } else {
    // An item of a list has no key of its own.
    const value: unknown = pair ? pair.value : yaml.document.getIn(path, true);
    const at = pair ? valuePlace(pair, yaml) : (rangePlace(value, yaml) ?? start);
    collector.report('front-matter-value', at, {
      message: `La valeur de « ${path.join('.')} » ne convient pas : ${shown(value)}.`,
      expected: issue.message,
      action: quoted(issue, value),
    });
  }
}

// What YAML read as a number, a date or a boolean is mostly a text without its quotes.
function quoted(issue: z.core.$ZodIssue, value: unknown): string {
  const isText = issue.code === 'invalid_type' && issue.expected === 'string' && isScalar(value) && value.source;
  return isText ? `Mettez-la entre guillemets : "${value.source}".` : 'Corrigez la valeur.';
}

function unknownKey(key: string, path: readonly string[], yaml: Yaml, collector: Collector): void {
  const pair = pairAt([...path, key], yaml);
  const place = path.at(-1) ?? '';
  const known =
    path.length === 1
      ? knownKeys.runbook
      : place === 'requires' || place === 'choices'
        ? knownKeys[place]
        : knownKeys.variable;
  collector.report('front-matter-unknown-key', pair ? keyPlace(pair, yaml) : start, {
    message: `La clé « ${key} » est inconnue sous « ${path.join('.')} ».`,
    expected: `une de ces clés : ${known.join(', ')}.`,
    action: suggest(key, known),
  });
}

function pairAt(path: readonly string[], yaml: Yaml): Pair | null {
  const parent = path.length === 1 ? yaml.document.contents : yaml.document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return null;
  return parent.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === path.at(-1)) ?? null;
}

function keyPlace(pair: Pair, yaml: Yaml): Place {
  return rangePlace(pair.key, yaml) ?? start;
}

function valuePlace(pair: Pair, yaml: Yaml): Place {
  return rangePlace(pair.value, yaml) ?? keyPlace(pair, yaml);
}

function rangePlace(node: unknown, yaml: Yaml): Place | null {
  const range = (node as { range?: readonly [number, number, number] | null } | null)?.range;
  return range && range[1] > range[0] ? yaml.place(range[0], range[1]) : null;
}

function shown(value: unknown): string {
  if (!isScalar(value)) return 'une liste ou un dictionnaire';
  return value.source === undefined || value.source === '' ? 'rien' : `« ${value.source} »`;
}

// The YAML begins on the document's second line.
function placeIn(lineCounter: LineCounter, from: number, to: number): Place {
  const { line, col } = lineCounter.linePos(from);
  return { line: line + 1, column: col, length: Math.max(1, to - from) };
}

const start: Place = { line: 1, column: 1, length: 3 };

interface Yaml {
  readonly document: Document;
  readonly place: (from: number, to: number) => Place;
}
