import type { Document, LineCounter } from 'yaml';
import { isMap, isPair, isScalar, isSeq } from 'yaml';
import type { z } from 'zod';
import { Failure } from '../failure.ts';
import { serviceForms, valueForms } from './file-schema.ts';

/** Something is wrong with a targets file. @param where `file:line:column` */
export function invalid(where: string, message: string): Failure {
  return new Failure('invalid', {
    message,
    where,
    expected: 'la description d’une cible telle que la donne la page « Écrire targets.yaml »',
    action: 'corrigez cette ligne, puis relancez la commande',
  });
}

/** `file:line:column` of a key. */
export type WhereIs = (path: readonly PropertyKey[]) => string;

export function whereInFile(file: string, { contents }: Document, lines: LineCounter): WhereIs {
  return (path) => {
    const { line, col } = lines.linePos(offsetOf(contents, path));
    return `${file}:${line}:${col}`;
  };
}

/** What the schema finds wrong, in French, and the key where it is. */
export function describeIssue(
  found: z.core.$ZodIssue,
  given: unknown,
): { readonly place: readonly PropertyKey[]; readonly message: string } {
  const issue = ofItsForm(found, given);
  return { place: placeOf(issue), message: explain(issue) };
}

/** Of a service or a value, what is wrong with the form whose key it has, not that it is none of all the forms. */
function ofItsForm(issue: z.core.$ZodIssue, given: unknown): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const described = issue.path.reduce<unknown>((of, key) => Object(of)[key], given);
  const forms = issue.path[2] === 'services' ? serviceForms : valueForms;
  const form = Object.keys(forms).findIndex((key) => key in Object(described));
  const inner = issue.errors[form]?.[0];
  return inner ? { ...inner, path: [...issue.path, ...inner.path] } : issue;
}

// An unknown key is itself the place, not the mapping it stands in.
function placeOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] as string] : issue.path;
}

const knownForms = Object.keys(serviceForms)
  .join(', ')
  .replace(/, (?=\w+$)/, ' ou ');

function explain(issue: z.core.$ZodIssue): string {
  const key = issue.path.join('.') || 'targets';
  if (issue.code === 'unrecognized_keys') return `clé inconnue « ${issue.keys.join(' », « ')} » dans « ${key} »`;
  if (issue.code === 'invalid_union') {
    return `« ${key} » n’a pas une forme connue (service : ${knownForms} ; valeur : texte, liste de textes, path, file, dotenv, env, command ou items)`;
  }
  if (issue.code === 'invalid_type') return `« ${key} » : ${TYPES[issue.expected] ?? `${issue.expected} attendu`}`;
  return `« ${key} » : ${issue.message}`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'un texte est attendu',
  array: 'une liste est attendue',
  tuple: 'une liste de mots est attendue',
  object: 'un dictionnaire est attendu',
  record: 'un dictionnaire est attendu',
  boolean: 'true ou false est attendu',
};

/** Where the last key of `path` that exists stands in the text, or its item. */
function offsetOf(node: unknown, path: readonly PropertyKey[]): number {
  const [key, ...rest] = path;
  if (isMap(node) && key !== undefined) {
    for (const pair of node.items) {
      if (isPair(pair) && isScalar(pair.key) && pair.key.value === key) {
        return pair.value === null || rest.length === 0 ? (pair.key.range?.[0] ?? 0) : offsetOf(pair.value, rest);
      }
    }
  }
  if (isSeq(node) && typeof key === 'number' && node.items[key] !== undefined) return offsetOf(node.items[key], rest);
  return (node as { range?: readonly number[] } | null)?.range?.[0] ?? 0;
}
