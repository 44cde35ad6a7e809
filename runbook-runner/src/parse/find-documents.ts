import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The Markdown files (.md and .mdx) among `paths`: a file is itself, whatever its name; a folder is all it holds, except
 * hidden folders and node_modules. Links are followed, as the site does. Sorted within each folder, without duplicates. A
 * path that does not exist throws.
 */
export async function findDocuments(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) for (const file of await documentsIn(path)) found.add(file);
    else found.add(path);
  }
  return [...found];
}

async function documentsIn(folder: string, above: readonly string[] = []): Promise<string[]> {
  const here = await realpath(folder);
  // A link may lead to a folder that it is in.
  if (above.includes(here)) return [];
  const files: string[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    const path = join(folder, name);
    const hidden = name.startsWith('.');
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory()) {
      if (!hidden && name !== 'node_modules') files.push(...(await documentsIn(path, [...above, here])));
      continue;
    }
    // A link that leads nowhere is for the reader to refuse; Emacs locks a file with a hidden one.
    if (/\.mdx?$/i.test(name) && (found?.isFile() ?? !hidden)) files.push(path);
  }
  return files;
}
