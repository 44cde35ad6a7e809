import { readdir } from 'node:fs/promises';

/** The addresses of the pages made from the documents of a folder, from the root of the site. */
export async function pathsOf(content: string): Promise<string[]> {
  const names = await readdir(content, { recursive: true });
  const pages = names.filter((name) => name.endsWith('.md')).map((name) => name.replace(/\.md$/, ''));
  return pages.map((name) => `/${name}/`.replace(/\/(index\/)$/, '/')).sort();
}
