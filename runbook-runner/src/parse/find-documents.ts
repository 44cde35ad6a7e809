import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The Markdown files (.md and .mdx) among `paths`: a file is itself, whatever its name; a folder is all it holds, except
 * hidden folders and node_modules. Sorted within each folder, without duplicates. A path that does not exist throws.
 */
export async function findDocuments(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) for (const file of await documentsIn(path)) found.add(file);
    else found.add(path);
  }
  return [...found];
}

async function documentsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') {
      files.push(...(await documentsIn(path)));
    } else if (entry.isFile() && /\.mdx?$/i.test(entry.name)) files.push(path);
  }
  return files;
}
