import type { ExpressiveCodeBlock } from 'astro-expressive-code';

/**
 * Gives a block the text of the file. Expressive Code drops white space at the end of lines and blank lines at both
 * ends, which a here-document or a continued line may need.
 * Throws when the texts differ by anything else: the page would show something other than what runs.
 */
export function restoreText(block: ExpressiveCodeBlock, text: string, what: string): void {
  if (block.code !== trimmed(text)) {
    throw new Error(`${what} : le bloc affiché n’est pas celui qui serait exécuté.`);
  }
  if (block.code === text) return;
  block.deleteLines(block.getLines().map((_, index) => index));
  block.insertLines(0, text.split('\n'));
}

/** The same cuts as Expressive Code's. */
export function trimmed(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return first < 0 ? '' : lines.slice(first, last + 1).join('\n');
}
