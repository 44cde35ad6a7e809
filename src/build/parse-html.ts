import type { Root } from 'astro-expressive-code/hast';
import { htmlToHast } from 'satteri';

/** A finished page as a browser reads it: character references resolved, scripts and styles as they are written. */
export function parseHtml(html: string): Root {
  const tree = htmlToHast(html);
  if (tree.type !== 'root') throw new Error('Le moteur du site ne rend plus un document entier.');
  return tree;
}
