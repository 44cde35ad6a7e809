import type { Nodes, Root } from 'mdast';
import type { Collector } from './collector.ts';

/** Deeper than any page that somebody wrote; those that walk the tree may call themselves so many times. */
const DEEPEST = 100;

/** Reports lists and quotes nested beyond what is read; whether it did. */
export function checkNesting(root: Root, collector: Collector): boolean {
  const waiting: { readonly node: Nodes; readonly depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    if (depth > DEEPEST) {
      const { line = 1, column = 1 } = node.position?.start ?? {};
      collector.report(
        'nested-too-deep',
        { line, column },
        {
          message: `Des listes ou des citations sont emboîtées sur plus de ${DEEPEST} niveaux.`,
          expected: 'une page que quelqu’un peut lire.',
          action: 'Retirez les marques de liste ou de citation en trop sur cette ligne.',
        },
      );
      return true;
    }
    if ('children' in node) for (const child of node.children) waiting.push({ node: child, depth: depth + 1 });
  }
  return false;
}
