import { z } from 'zod';
import { durationExpected, parseDuration } from './duration.ts';
import { idExpected, idPattern } from './id.ts';
import type { ListVariable, ScalarVariable } from './runbook.ts';
import { variableNameProblem } from './variable-name.ts';
import { scalarTypes, variableTypes, variableValueProblem } from './variable-value.ts';

const text = (expected: string) =>
  z.string({ error: expected }).refine((value) => value.trim() !== '', { error: expected });

const duration = z
  .string({ error: durationExpected })
  .refine((value) => parseDuration(value) !== null, { error: durationExpected })
  .transform((value) => parseDuration(value));

const reviewedExpected = 'une date qui existe, AAAA-MM-JJ : 2026-11-21.';

// js-yaml, which the site uses, reads an unquoted date as a Date.
const reviewed = z
  .union([z.string(), z.date()], { error: reviewedExpected })
  .transform((value) => (typeof value === 'string' ? value : value.toISOString().slice(0, 10)))
  .refine(isDate, { error: reviewedExpected });

const defaultText = z.string({ error: 'un texte entre guillemets : "1.10" n’est pas un nombre.' });
const defaultList = z.array(defaultText, { error: 'la liste YAML de ses éléments : [exams_copy.pdf_source].' });

const variableKeys = z.strictObject(
  {
    /** What the value is, for the operator who must give it. */
    description: text('un texte qui dit ce qu’est la valeur.'),
    /** How the value is checked before anything runs. */
    type: z.enum(variableTypes, { error: `un type : ${variableTypes.join(', ')}.` }).default('string'),
    /** The type of each item of a list. */
    items: z.enum(scalarTypes, { error: `le type de ses éléments : ${scalarTypes.join(', ')}.` }).optional(),
    /** The value proposed, always a string: `"1.10"` is not a number; of a list, the list of its items. */
    default: z.unknown().optional(),
    /** Never shown nor kept: the value comes from the target's `secrets`. */
    secret: z.boolean({ error: 'true ou false.' }).default(false),
    /** Fills a menu of values: `value<TAB>label`, one a line. */
    choices: z
      .strictObject(
        { command: text('une commande qui écrit une valeur par ligne, suivie d’une tabulation et d’un libellé.') },
        { error: 'un dictionnaire : { command: … }.' },
      )
      .optional(),
  },
  { error: 'un dictionnaire : { description: …, type: …, default: … }.' },
);

// `check`, not `superRefine`: the latter keeps the document in memory (docs/decisions/0008).
const variable = variableKeys
  .check(({ value, issues }) => {
    const add = (key: string, message: string) => issues.push({ code: 'custom', path: [key], message, input: value });
    const list = value.type === 'list';
    if (list && value.items === undefined) add('items', `le type de ses éléments : ${scalarTypes.join(', ')}.`);
    if (!list && value.items !== undefined) add('items', 'cette clé avec « type: list » seulement.');
    if (value.default !== undefined) {
      const read = (list ? defaultList : defaultText).safeParse(value.default);
      for (const issue of read.error?.issues ?? [])
        if (issue.code === 'invalid_type') issues.push({ ...issue, path: ['default', ...issue.path], input: value });
      const wrong = read.success ? variableValueProblem(typeOf(value), read.data) : null;
      if (wrong) add('default', `une valeur du type « ${value.type} » : celle-ci ${wrong}.`);
    }
    if (value.secret && value.default !== undefined)
      add('default', 'aucune valeur par défaut : un secret ne s’écrit pas dans un document.');
    if (value.secret && value.choices) add('choices', 'aucun menu : un secret vient des « secrets » de la cible.');
    if (value.secret && list) add('secret', 'un seul texte : une liste n’est jamais secrète.');
    if (list && value.choices) add('choices', 'aucun menu : il ne donne qu’une valeur, et une liste en a plusieurs.');
  })
  .transform(({ items = 'string', default: given, choices = null, type, ...keys }): DeclaredVariable => {
    const proposed = <T>(read: z.ZodType<T>): T | null => (given === undefined ? null : read.parse(given));
    return type === 'list'
      ? { ...keys, type, items, default: proposed(defaultList), secret: false, choices: null }
      : { ...keys, type, default: proposed(defaultText), choices };
  });

type DeclaredVariable = Omit<ScalarVariable, 'name'> | Omit<ListVariable, 'name'>;

function typeOf({ type, items = 'string' }: Pick<z.output<typeof variableKeys>, 'type' | 'items'>) {
  return type === 'list' ? { type, items } : { type };
}

const variableName = z.string().check(({ value: name, issues }) => {
  const problem = variableNameProblem(name);
  if (!problem) return;
  const message = `un nom en CAPITALES qui n’est lu par aucun programme : « ${name} » ${problem}.`;
  issues.push({ code: 'custom', message, input: name });
});

/** The `runbook:` key of a page's front matter. The site's content collection uses this very schema. */
export const runbookFrontMatter = z.strictObject(
  {
    /** Name of the runbook on the command line, unique among runbooks. */
    id: z.string({ error: idExpected }).regex(idPattern, { error: idExpected }),
    /** The team that answers for the document. */
    owner: text('le nom de l’équipe qui répond du document.'),
    /** Day of the last review, ISO. */
    reviewed,
    /** What the author announces for the whole; milliseconds once parsed. */
    duration: duration.nullable().default(null),
    /** The inputs, by name. In the steps they are shell variables, not exported. */
    variables: z
      .record(variableName, variable, { error: 'un dictionnaire de variables : NOM: { description: … }.' })
      .default({}),
    /** `shared`: may run beside others that say so, a backup for instance; also on a target that a dead run left. */
    lock: z.enum(['exclusive', 'shared'], { error: '« exclusive » (sans la clé) ou « shared ».' }).default('exclusive'),
    requires: z
      .strictObject(
        {
          /** Commands that must be found before anything runs. */
          commands: z
            .array(z.string().regex(/^[A-Za-z0-9._+-]+$/, { error: 'un nom de commande, sans chemin ni option.' }), {
              error: 'une liste de noms de commandes : [pg_dump, sha256sum].',
            })
            .default([]),
          /** Identifiers of the runbooks to execute before this one on a fresh target. */
          runbooks: z
            .array(z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: 'l’identifiant d’un runbook.' }), {
              error: 'une liste d’identifiants de runbooks : [sauvegarde-base].',
            })
            .default([]),
        },
        { error: 'un dictionnaire : { commands: [pg_dump] }.' },
      )
      .default({ commands: [], runbooks: [] }),
  },
  { error: 'un dictionnaire : id, owner, reviewed…' },
);

/** Known keys by place, for the nearest right name. */
export const knownKeys = {
  runbook: Object.keys(runbookFrontMatter.shape),
  variable: Object.keys(variableKeys.shape),
  choices: ['command'],
  requires: ['commands', 'runbooks'],
} as const;

/**
 * Whether a text must be quoted to be one for every YAML parser: the site's and ours disagree on numbers and dates such
 * as 1_000 or 2026-01-01.
 */
export function looksLikeNumber(text: string): boolean {
  return /^[-+.]?\d/.test(text);
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

export type RunbookFrontMatter = z.output<typeof runbookFrontMatter>;
