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
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory()) files.push(...(await documentsIn(path, [...above, here])));
    else if (/\.mdx?$/i.test(name) && (found === null || found.isFile())) files.push(path);
  }
  return files;
}
