import type { RuleId } from '../rules.ts';
import type { Collector } from './collector.ts';
import { codePoint } from './info-string.ts';

/**
 * Reports the characters that make a document other than it looks, one problem a kind, and returns the text in which
 * the rest can be read: the same lines, with those characters neutralised.
 */
export function checkCharacters(source: string, collector: Collector): string {
  if (!strange.test(source)) return source;
  for (const kind of kinds) {
    const match = kind.pattern.exec(source);
    if (!match) continue;
    const count = source.match(new RegExp(kind.pattern, 'gu'))?.length ?? 1;
    collector.report(kind.rule, placeOf(source, match.index), {
      message: `${kind.what} (${codePoint(match[0])})${count > 1 ? `, et ${count - 1} autre${count > 2 ? 's' : ''} plus loin` : ''}.`,
      expected: kind.expected,
      action: kind.action,
    });
  }
  return withUnixLines(source).replaceAll('\0', '\ufffd');
}

/** The text without a mark of byte order, its lines ended by line feeds. */
export function withUnixLines(source: string): string {
  const text = source.replace(/^\ufeff/, '');
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function placeOf(source: string, index: number): { line: number; column: number } {
  const before = source.slice(0, index);
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
}

const kinds: readonly CharacterKind[] = [
  {
    rule: 'byte-order-mark',
    pattern: /^\ufeff/u,
    what: 'Le fichier commence par une marque d’ordre des octets',
    expected: 'un fichier UTF-8 sans cette marque, dont le premier caractère est celui de « --- ».',
    action: 'Enregistrez-le en « UTF-8 » (sans BOM), ou : sed -i "1s/^\\xEF\\xBB\\xBF//" FICHIER.',
  },
  {
    rule: 'carriage-return',
    pattern: /\r/u,
    what: 'Le fichier contient un retour chariot',
    expected: 'des fins de ligne Unix (LF) : un retour chariot finirait dans les commandes.',
    action: 'Convertissez le fichier : dos2unix FICHIER, ou sed -i "s/\\r$//" FICHIER.',
  },
  {
    rule: 'control-character',
    pattern: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u,
    what: 'Le fichier contient un caractère de commande invisible',
    expected: 'du texte : parmi les caractères de commande, seul le saut de ligne est accepté.',
    action: 'Supprimez ce caractère.',
  },
  {
    rule: 'bidirectional-character',
    pattern: /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
    what: 'Le fichier contient un caractère qui change le sens de lecture',
    expected:
      'un texte affiché dans l’ordre de ses caractères : autrement la commande lue n’est pas celle qui s’exécute.',
    action: 'Supprimez ce caractère.',
  },
];

const strange = new RegExp(kinds.map(({ pattern }) => pattern.source).join('|'), 'u');

interface CharacterKind {
  readonly rule: RuleId;
  readonly pattern: RegExp;
  readonly what: string;
  readonly expected: string;
  readonly action: string;
}
