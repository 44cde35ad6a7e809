import { nearestName } from '../parse/nearest.ts';
import type { DotenvEntry } from './dotenv.ts';
import { DotenvError, parseDotenv } from './dotenv.ts';

/** The value of a name in the text of an env file, as Docker Compose would take it, or why it is not one that can be told. */
export function valueInDotenv(text: string, name: string): FoundInDotenv {
  const entries = entriesOf(text);
  if ('problem' in entries) return entries;
  const [first, ...more] = entries.filter((entry) => entry.name === name);
  if (first === undefined) return absent(name, entries);
  const other = more.find((entry) => !isSame(entry, first));
  if (other !== undefined) {
    return {
      problem: `${name} y a deux valeurs différentes (lignes ${first.line} et ${other.line})`,
      line: other.line,
      action: 'gardez-en une seule ; Docker Compose lit la dernière',
    };
  }
  const { line } = first;
  switch (first.kind) {
    case 'inherited':
      return {
        problem: `${name} y est sans « = » : Docker Compose prendrait sa valeur dans son propre environnement`,
        line,
        action: `écrivez ${name}=…`,
      };
    case 'interpolated':
      return {
        problem: `la valeur de ${name} contient un « $ », que Docker Compose remplacerait`,
        line,
        action: 'écrivez la valeur elle-même ; entre apostrophes, ou doublé ($$), un dollar reste un dollar',
      };
    case 'value':
      if (first.value !== '') return { value: first.value };
      return { problem: `la valeur de ${name} est vide`, line, action: `donnez une valeur à ${name}` };
  }
}

function entriesOf(text: string): readonly DotenvEntry[] | Problem {
  try {
    return parseDotenv(text);
  } catch (error) {
    if (!(error instanceof DotenvError)) throw error;
    return {
      problem: error.message,
      line: error.line,
      action: 'corrigez cette ligne : Docker Compose refuserait ce fichier',
    };
  }
}

function absent(name: string, entries: readonly DotenvEntry[]): Problem {
  // A line of a key that has lost its quotes may look like a name.
  const names = entries.map((entry) => entry.name).filter((known) => /^[A-Z][A-Z0-9_]*$/.test(known));
  const near = nearestName(name, names);
  return {
    problem: `${name} n’y est pas`,
    line: null,
    action:
      near === null
        ? `écrivez ${name}=… dans ce fichier, ou corrigez « name » dans le fichier des cibles`
        : `écrivez « name: ${near} » dans le fichier des cibles si c’est ce que vous vouliez dire`,
  };
}

function isSame(one: DotenvEntry, other: DotenvEntry): boolean {
  return one.kind === other.kind && (one.kind !== 'value' || other.kind !== 'value' || one.value === other.value);
}

type FoundInDotenv = { readonly value: string } | Problem;

interface Problem {
  /** In French, after the file's name; the value is not in it. */
  readonly problem: string;
  /** Null: it is in no line. */
  readonly line: number | null;
  readonly action: string;
}
