import { resolve } from 'node:path';
import { systemCause } from '../disk/cause.ts';
import { Failure } from '../failure.ts';
import type { Problem } from '../parse/problem.ts';
import { readRunbook } from '../parse/read-runbook.ts';
import type { Runbook } from '../parse/runbook.ts';
import { contentFolder, documentsBelow, shown } from './documents.ts';
import type { Io } from './io.ts';

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
      message: `« ${name} » ne peut pas être lu (${systemCause(error)})`,
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

async function findById(id: string, io: Io): Promise<string> {
  const { runbooks } = await loadRunbooks([], io);
  const [found, ...others] = runbooks.filter((runbook) => runbook.id === id);
  if (found && others.length > 0) {
    throw new Failure('usage', {
      message: `plusieurs runbooks s’appellent « ${id} » : ${[found, ...others].map(({ file }) => file).join(', ')}`,
      expected: 'un identifiant différent pour chaque runbook',
      action: 'renommez l’un d’eux, ou donnez le chemin du fichier',
    });
  }
  if (found) return found.file;
  // Perhaps it is there but invalid: then its problems are what to say.
  const file = (await documentsBelow([], io)).find((path) => path.endsWith(`/${id}.md`));
  if (file) return file;
  throw new Failure('usage', {
    message: `aucun runbook ne s’appelle « ${id} »`,
    where: await contentFolder(io),
    expected: [...new Set(runbooks.map((runbook) => runbook.id))].join(', ') || 'un fichier Markdown',
    action: 'runbook list',
  });
}
