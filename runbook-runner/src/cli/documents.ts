import { access } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { systemCause } from '../disk/cause.ts';
import { Failure } from '../failure.ts';
import { findDocuments } from '../parse/find-documents.ts';
import type { Io } from './io.ts';

/** The folder whose runbooks are called by their identifier. */
const CONTENT = 'content';

/** The Markdown files below `paths`, the content folder when none is given. */
export async function documentsBelow(paths: readonly string[], io: Io): Promise<readonly string[]> {
  const given = paths.length > 0 ? paths.map((path) => shown(resolve(io.cwd, path), io)) : [await contentFolder(io)];
  return findDocuments(given).catch((error: NodeJS.ErrnoException) => {
    throw new Failure('usage', {
      message: `« ${error.path ?? given.join(' ')} » ne peut pas être lu (${systemCause(error)})`,
      expected: 'des fichiers Markdown, ou des dossiers qui en contiennent',
      action: 'runbook list',
    });
  });
}

/** @throws Failure when there is none. */
export async function contentFolder(io: Io): Promise<string> {
  const found = await findUpwards(CONTENT, io.cwd);
  if (found) return shown(found, io);
  throw new Failure('usage', {
    message: `il n’y a pas de dossier ${CONTENT}/ ici ni plus haut`,
    where: io.cwd,
    expected: 'le chemin d’un fichier Markdown, ou d’un dossier',
    action: 'donnez ce chemin, ou placez-vous dans le dossier du projet',
  });
}

export async function hasContentFolder(io: Io): Promise<boolean> {
  return (await findUpwards(CONTENT, io.cwd)) !== null;
}

/** The nearest `name` in `folder` or above it; null: none. */
export async function findUpwards(name: string, folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, name);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
    if (at === dirname(at)) return null;
  }
}

/** A path as the operator would write it from here. */
export function shown(path: string, io: Io): string {
  const short = relative(io.cwd, path);
  if (short === '') return '.';
  return short.startsWith('..') ? path : short;
}
