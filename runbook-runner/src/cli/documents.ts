import { access } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { findDocuments, readRunbook } from '../parse/files.ts';
import type { Problem } from '../parse/problem.ts';
import type { Runbook } from '../parse/runbook.ts';
import type { Io } from './io.ts';

/** The folder whose runbooks are called by their identifier. */
const CONTENT = 'content';

/** Thrown for a document that cannot be executed; the CLI prints each problem with its place. */
export class InvalidDocument extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(`${problems.length} problem(s)`);
    this.problems = problems;
  }
}

/**
 * Reads the runbook called `name`: a Markdown file, or the identifier of one of the content folder.
 * @throws InvalidDocument, or a Failure when there is none.
 */
export async function loadRunbook(name: string, io: Io): Promise<Runbook> {
  const file = /\.mdx?$/i.test(name) ? shown(resolve(io.cwd, name), io) : await findById(name, io);
  const parsed = await readRunbook(file).catch((error: NodeJS.ErrnoException) => {
    throw new Failure('usage', {
      message: `« ${name} » ne peut pas être lu (${error.code ?? error.message})`,
      where: file,
      action: 'runbook list montre les runbooks',
    });
  });
  if (parsed.kind === 'page') {
    throw new Failure('usage', {
      message: `« ${name} » est une page, pas un runbook`,
      where: file,
      expected: 'une clé « runbook: » dans l’en-tête du fichier',
      action: 'runbook list montre les runbooks',
    });
  }
  if (!parsed.runbook) throw new InvalidDocument(parsed.problems);
  return parsed.runbook;
}

/** Every runbook below `paths` that is valid, with the problems of the others. */
export async function loadRunbooks(
  paths: readonly string[],
  io: Io,
): Promise<{ readonly runbooks: readonly Runbook[]; readonly problems: readonly Problem[]; readonly pages: number }> {
  const files = await documentsBelow(paths, io);
  const runbooks: Runbook[] = [];
  const problems: Problem[] = [];
  let pages = 0;
  for (const file of files) {
    const parsed = await readRunbook(file);
    problems.push(...parsed.problems);
    if (parsed.runbook) runbooks.push(parsed.runbook);
    if (parsed.kind === 'page') pages += 1;
  }
  return { runbooks, problems, pages };
}

/** The Markdown files below `paths`, the content folder when none is given. */
export async function documentsBelow(paths: readonly string[], io: Io): Promise<readonly string[]> {
  const given = paths.length > 0 ? paths.map((path) => shown(resolve(io.cwd, path), io)) : [await contentFolder(io)];
  return findDocuments(given).catch((error: NodeJS.ErrnoException) => {
    throw new Failure('usage', {
      message: `« ${error.path ?? given.join(' ')} » ne peut pas être lu (${error.code ?? error.message})`,
      expected: 'des fichiers Markdown, ou des dossiers qui en contiennent',
      action: 'runbook list',
    });
  });
}

async function findById(id: string, io: Io): Promise<string> {
  const { runbooks } = await loadRunbooks([], io);
  const found = runbooks.find((runbook) => runbook.id === id);
  if (found) return found.file;
  // Perhaps it is there but invalid: then its problems are what to say.
  const file = (await documentsBelow([], io)).find((path) => path.endsWith(`/${id}.md`));
  if (file) return file;
  throw new Failure('usage', {
    message: `aucun runbook ne s’appelle « ${id} »`,
    where: await contentFolder(io),
    expected: runbooks.map((runbook) => runbook.id).join(', ') || 'un fichier Markdown',
    action: 'runbook list',
  });
}

async function contentFolder(io: Io): Promise<string> {
  const found = await findUpwards(CONTENT, io.cwd);
  if (found) return shown(found, io);
  throw new Failure('usage', {
    message: `il n’y a pas de dossier ${CONTENT}/ ici ni plus haut`,
    where: io.cwd,
    expected: 'le chemin d’un fichier Markdown, ou d’un dossier',
    action: 'donnez ce chemin, ou placez-vous dans le dossier du projet',
  });
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
function shown(path: string, io: Io): string {
  const short = relative(io.cwd, path);
  if (short === '') return '.';
  return short.startsWith('..') ? path : short;
}
