import { forEachChild, type ParsedScript, parse, type SyntaxNode } from 'unbash';

/**
 * The syntax tree of a shell text, to be read only. The rules, the judge and each call of a function ask for the tree of
 * the same text, and its words are read further the first time they are looked at: the latest trees are kept.
 */
export function shellTree(text: string): ParsedScript {
  const known = trees.get(text);
  if (known) return known;
  const tree = parse(text);
  if (trees.size >= KEPT) trees = new Map();
  trees.set(text, tree);
  return tree;
}

// Not cleared but replaced: V8 links each table of a map to the next, and a dead one in its old space keeps them all alive.
let trees = new Map<string, ParsedScript>();

/** More than the texts of one document. */
const KEPT = 64;

/** The children of a node, without those in which nothing can be expanded: most words are such, and most of a walk. */
export function forEachLiveChild(node: SyntaxNode, visit: (child: SyntaxNode) => void): void {
  forEachChild(node, (child) => {
    if (!isPlain(child)) visit(child);
  });
}

function isPlain(node: SyntaxNode): boolean {
  return node.type === 'Literal' || node.type === 'SingleQuoted' || (node.type === 'Word' && !/[$`<>]/.test(node.text));
}
