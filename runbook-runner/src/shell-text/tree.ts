import type { ParsedScript, SyntaxNode } from 'unbash';
import { forEachChild, parse } from 'unbash';
import { BoundedCache } from './bounded-cache.ts';
import { DEEPEST_TREE, isTooDeep } from './deepest-tree.ts';

/**
 * The syntax tree of a shell text, to be read only. The rules, the judge and each call of a function ask for the tree of
 * the same text, and its words are read further the first time they are looked at: the latest trees are kept.
 */
export function shellTree(text: string): ParsedScript {
  const known = trees.get(text);
  if (known) return known;
  const tree = readableTree(text);
  trees.set(text, tree);
  return tree;
}

// The parser nests constructs 256 times at most, but `1 + 1 + …` leans as deep as it is long: walks would overflow.
function readableTree(text: string): ParsedScript {
  const tree = parse(text);
  if (text.length < DEEPEST_TREE || !isTooDeep<SyntaxNode>(tree, childrenOf)) return tree;
  return { ...tree, commands: [], errors: [{ message: 'maximum expression nesting depth exceeded', pos: 0 }] };
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  forEachChild(node, (child) => children.push(child));
  return children;
}

/** More than the texts of one document. */
const KEPT = 32;
const trees = new BoundedCache<ParsedScript>(KEPT);

/** Whether nothing can be expanded in a node: most words are such, and a walk through their parts would be most of a walk. */
export function isPlain(node: SyntaxNode): boolean {
  return node.type === 'Literal' || node.type === 'SingleQuoted' || (node.type === 'Word' && !/[$`<>]/.test(node.text));
}
