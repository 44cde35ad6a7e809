import type { RuleId } from '../rules.ts';
import type { Says } from './collector.ts';

/**
 * Splits the info string of a fence, `bash step="id" timeout="15m"`, as the author wrote it: Markdown unescapes
 * backslashes and character references before anyone else sees them, so the raw line is read, not mdast's `meta`.
 * `column` is that of the first character of `info`, counting from 1. Faults are collected, never thrown.
 */
export function parseInfoString(info: string, column: number): InfoString {
  const faults: InfoFault[] = [];
  const space = forbiddenSpace(info, column);
  if (space) faults.push(space);
  // A no-break space is reported once, then read as the space it was meant to be.
  const text = space ? info.replace(noBreakSpaces, ' ') : info;
  const words = split(text);
  const [first, ...others] = words;
  const hasLanguage = first !== undefined && !/[="]/.test(first.text);
  const attributes: Attribute[] = [];
  for (const word of hasLanguage ? others : words) {
    const attribute = readAttribute(word, column, faults);
    if (!attribute) continue;
    if (attributes.some((other) => other.name === attribute.name)) {
      faults.push(duplicated(attribute));
    } else attributes.push(attribute);
  }
  const language = hasLanguage && first ? { text: first.text, column: column + first.start } : null;
  return { language, attributes, faults };
}

export interface InfoString {
  readonly language: { readonly text: string; readonly column: number } | null;
  readonly attributes: readonly Attribute[];
  readonly faults: readonly InfoFault[];
}

export interface Attribute {
  readonly name: string;
  readonly value: string;
  readonly column: number;
  /** Column of the first character between the quotes. */
  readonly valueColumn: number;
}

export interface InfoFault extends Says {
  readonly rule: RuleId;
  readonly column: number;
  readonly length: number;
}

const noBreakSpaces = /[\u00a0\u202f\u2007\u3000]/g;

function forbiddenSpace(info: string, column: number): InfoFault | null {
  const found = /[\u00a0\u202f\u2007\u3000\t]/.exec(info);
  if (!found) return null;
  const [space] = found;
  const name = space === '\t' ? 'une tabulation' : 'une espace insécable';
  return {
    rule: 'info-space',
    column: column + found.index,
    length: 1,
    message: `La ligne d’ouverture du bloc contient ${name} (${codePoint(space)}).`,
    expected: 'des espaces simples entre le langage et les attributs.',
    action: 'Remplacez ce caractère par une espace simple.',
  };
}

// Words are separated by spaces that are not between double quotes.
function split(text: string): RawWord[] {
  return Array.from(text.matchAll(/(?:[^\s"]|"[^"]*(?:"|$))+/g), (match) => ({ text: match[0], start: match.index }));
}

function readAttribute(word: RawWord, column: number, faults: InfoFault[]): Attribute | null {
  const equals = word.text.indexOf('=');
  const name = equals < 0 ? word.text : word.text.slice(0, equals);
  const raw = equals < 0 ? '' : word.text.slice(equals + 1);
  const at = column + word.start;
  const fault = (rule: RuleId, says: Says, from = 0, length = word.text.length) =>
    void faults.push({ rule, column: at + from, length: Math.max(length, 1), ...says });

  if (!/^[a-z][a-z-]*$/.test(name)) {
    fault('attribute-syntax', {
      message: `« ${word.text} » n’est pas un attribut.`,
      expected: 'après le langage, des attributs de la forme nom="valeur", séparés par une espace.',
      action: 'Corrigez ou retirez ce texte.',
    });
    return null;
  }
  if (equals < 0) {
    fault('attribute-unquoted', {
      message: `L’attribut « ${name} » n’a pas de valeur.`,
      expected: `une valeur entre guillemets droits : ${name}="…".`,
      action: 'Ajoutez la valeur, ou retirez l’attribut.',
    });
    return null;
  }
  if (!/^"[^"]*"$/.test(raw)) {
    fault('attribute-unquoted', unquoted(name, raw), equals + 1, raw.length);
    return null;
  }
  const value = raw.slice(1, -1);
  const forbidden = /\\|`|&(?:#\d+|#[xX][\da-fA-F]+|[A-Za-z][A-Za-z\d]*);/.exec(value);
  if (forbidden) {
    fault('attribute-escape', escaped(name, forbidden[0]), equals + 2 + forbidden.index, forbidden[0].length);
    return null;
  }
  return { name, value, column: at, valueColumn: at + equals + 2 };
}

function unquoted(name: string, raw: string): Says {
  const start = raw.startsWith('"') ? 'ne se termine pas par un guillemet droit' : 'n’est pas entre guillemets droits';
  return {
    message: `La valeur de « ${name} » ${start} : ${raw || 'rien'}.`,
    expected: `${name}="valeur", avec deux guillemets droits (") et rien qui les touche.`,
    action: `Écrivez ${name}="${raw.replace(/["'“”«»]/g, '').trim()}".`,
  };
}

function escaped(name: string, found: string): Says {
  const what =
    found === '\\' ? 'une barre oblique inverse' : found === '`' ? 'un accent grave' : 'une référence de caractère';
  return {
    message: `La valeur de « ${name} » contient ${what} : ${found}`,
    expected: 'un texte simple : Markdown transformerait ce passage avant que quiconque le lise.',
    action: 'Réécrivez la valeur avec les caractères eux-mêmes, sans échappement.',
  };
}

function duplicated(attribute: Attribute): InfoFault {
  return {
    rule: 'attribute-duplicated',
    column: attribute.column,
    length: attribute.name.length,
    message: `L’attribut « ${attribute.name} » est écrit deux fois.`,
    expected: 'chaque attribut au plus une fois par bloc.',
    action: 'Gardez une seule des deux valeurs.',
  };
}

/** `U+00A0`, the way Unicode names a character that cannot be seen. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

interface RawWord {
  readonly text: string;
  readonly start: number;
}
