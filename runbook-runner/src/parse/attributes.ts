import type { Collector } from './collector.ts';
import { durationExpected, parseDuration } from './duration.ts';
import { idExpected, idPattern } from './id.ts';
import type { Attribute } from './info-string.ts';
import { longestTitle, readTitle } from './step-title.ts';

/** The attributes that say what a block is. A block has exactly one. */
export const kindNames = ['step', 'check', 'undo', 'output', 'otherwise', 'example'] as const;
export type KindName = (typeof kindNames)[number];

/** The kinds that show what a step prints. */
export type OutputKind = 'output' | 'otherwise';

export function isOutput(kind: KindName): kind is OutputKind {
  return kind === 'output' || kind === 'otherwise';
}

/** The attributes each kind of block may have besides its own. Few on purpose: a new one needs a reason. */
export const attributesOf: Readonly<Record<KindName, readonly OptionName[]>> = {
  step: ['title', 'from', 'danger', 'timeout', 'retry', 'status', 'idempotent', 'interactive'],
  check: ['title', 'of', 'timeout', 'retry', 'status'],
  undo: ['title', 'danger', 'timeout', 'retry', 'status', 'idempotent', 'interactive'],
  output: [],
  otherwise: [],
  example: [],
};

/** Reads the values of the attributes; a value that does not fit is reported and its default used. */
export function readOptions(attributes: readonly Attribute[], line: number, collector: Collector): Options {
  let options: Options = defaults;
  for (const attribute of attributes) {
    const reader = readers[attribute.name as OptionName];
    const value = reader?.read(attribute.value);
    if (!reader) continue;
    if (value !== undefined) options = { ...options, [attribute.name]: value };
    else reportValue(attribute, reader.expected, line, collector);
  }
  return options;
}

/** Reports a value that is not what its attribute expects. */
export function reportValue(attribute: Attribute, expected: string, line: number, collector: Collector): void {
  const at = { line, column: attribute.valueColumn, length: Math.max(1, attribute.value.length) };
  collector.report('attribute-value', at, {
    message:
      attribute.value.trim() === ''
        ? `La valeur de « ${attribute.name} » est vide.`
        : `La valeur de « ${attribute.name} » ne convient pas : « ${attribute.value} ».`,
    expected,
    action: 'Corrigez la valeur.',
  });
}

export interface Options {
  readonly title: string | null;
  readonly from: string | null;
  readonly danger: string | null;
  readonly of: string | null;
  readonly timeout: number | null;
  readonly retry: number | null;
  readonly status: number;
  readonly idempotent: boolean;
  readonly interactive: boolean;
}
export type OptionName = keyof Options;

const defaults: Options = {
  title: null,
  from: null,
  danger: null,
  of: null,
  timeout: null,
  retry: null,
  status: 0,
  idempotent: false,
  interactive: false,
};

const duration: Reader = { expected: durationExpected, read: (value) => parseDuration(value) ?? undefined };
const yes: Reader = {
  expected: '"true" ; sans l’attribut, c’est non.',
  read: (value) => (value === 'true' ? true : undefined),
};
const readers: Readonly<Record<OptionName, Reader>> = {
  title: { expected: `ce que fait l’étape, en quelques mots : ${longestTitle} caractères au plus.`, read: readTitle },
  from: {
    expected: 'le chemin d’un fichier, depuis le dossier de la page et sans « .. », par exemple outils/empreinte.sh.',
    read: (value) => (/^(?!\.\.?\/)[\w.-]+(\/(?!\.\.?(\/|$))[\w.-]+)*$/.test(value) ? value : undefined),
  },
  danger: {
    expected: 'ce qui est perdu si l’étape se passe mal, en quelques mots.',
    read: (value) => (value.trim() === '' ? undefined : value.trim()),
  },
  of: { expected: idExpected, read: (value) => (idPattern.test(value) ? value : undefined) },
  timeout: duration,
  retry: duration,
  status: {
    expected: 'un statut de sortie, de 0 à 255.',
    read: (value) => (/^\d{1,3}$/.test(value) && Number(value) < 256 ? Number(value) : undefined),
  },
  idempotent: yes,
  interactive: yes,
};

interface Reader {
  readonly expected: string;
  readonly read: (value: string) => string | number | boolean | undefined;
}
