import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The targets file that a page gives as an example, word for word. */
export async function exampleOf(page: string): Promise<string> {
  const text = await readFile(join(root, page), 'utf8');
  const [, example = ''] = /^```yaml\n(targets:\n[\s\S]*?)^```$/m.exec(text) ?? [];
  if (!example.includes('production:')) throw new Error(`${page} has no example of a targets file`);
  return example;
}
