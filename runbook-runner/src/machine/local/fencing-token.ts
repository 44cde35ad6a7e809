import { readIfPresent } from '../../disk/read-if-present.ts';
import { replaceDurably } from '../../disk/replace-file.ts';
import { Failure } from '../../failure.ts';

/** The number of the last acquisition; 0: never. Throws when the file is not a number: it must never go back. */
export function readToken(path: string): number {
  const text = readIfPresent(path);
  if (text === null) return 0;
  if (!/^[1-9]\d{0,14}\n$/.test(text)) {
    throw new Failure('cannot-run', {
      message: `Le compteur de ce verrou est illisible : ${JSON.stringify(text.slice(0, 40))}.`,
      where: path,
      expected: 'un nombre entier, qui ne fait que croître',
      action: 'Cherchez qui l’a modifié ; supprimez ce fichier si aucune exécution n’est en cours sur cette cible.',
    });
  }
  return Number(text);
}

/** Gives the next number, durable on return. Only the holder of the lock may call it. */
export function nextToken(path: string): number {
  const next = readToken(path) + 1;
  replaceDurably(path, `${next}\n`, 0o644);
  return next;
}
