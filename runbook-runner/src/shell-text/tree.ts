import type { ParsedScript, SyntaxNode } from 'unbash';
import { parse } from 'unbash';
import { BoundedCache } from './bounded-cache.ts';

/**
 * The syntax tree of a shell text, to be read only. The rules, the judge and each call of a function ask for the tree of
 * the same text, and its words are read further the first time they are looked at: the latest trees are kept.
 */
export function shellTree(text: string): ParsedScript {
  const known = trees.get(text);
  if (known) return known;
  const tree = parse(text);
  trees.set(text, tree);
  return tree;
}

/** More than the texts of one document. */
const KEPT = 32;
const trees = new BoundedCache<ParsedScript>(KEPT);

/** Whether nothing can be expanded in a node: most words are such, and a walk through their parts would be most of a walk. */
export function isPlain(node: SyntaxNode): boolean {
  return node.type === 'Literal' || node.type === 'SingleQuoted' || (node.type === 'Word' && !/[$`<>]/.test(node.text));
}
