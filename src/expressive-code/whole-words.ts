import { type Element, type ElementContent, h } from 'astro-expressive-code/hast';

/**
 * Lets a line wrap between its words only. Browsers also break after a hyphen, which on a phone tears `--dbname`
 * apart just where it must be read exactly. The text is the same: only elements are added.
 */
export function keepWordsWhole(line: Element): void {
  line.children = line.children.map((child) =>
    isElement(child) && hasClass(child, 'code') ? { ...child, children: group(child.children) } : child,
  );
}

function group(nodes: readonly ElementContent[]): ElementContent[] {
  const grouped: ElementContent[] = [];
  let word: ElementContent[] = [];
  const endWord = () => {
    if (word.length > 0) grouped.push(h('span', { className: ['word'] }, word));
    word = [];
  };
  for (const piece of nodes.flatMap(pieces)) {
    if (piece.kind === 'word') word.push(piece.node);
    else {
      endWord();
      grouped.push(piece.node);
    }
  }
  endWord();
  return grouped;
}

/** A token, cut where its text goes from white space to a word or back. What is not a plain token stays whole. */
function pieces(node: ElementContent): Piece[] {
  const only = isElement(node) && node.children.length === 1 ? node.children[0] : undefined;
  const text = node.type === 'text' ? node.value : only?.type === 'text' ? only.value : null;
  if (text === null) return [{ kind: 'space', node }];
  return (text.match(/\s+|\S+/g) ?? []).map((part) => ({
    kind: part.trim() === '' ? 'space' : 'word',
    node: isElement(node) ? { ...node, children: [{ type: 'text', value: part }] } : { type: 'text', value: part },
  }));
}

function isElement(node: ElementContent): node is Element {
  return node.type === 'element';
}

function hasClass(element: Element, name: string): boolean {
  const classes = element.properties.className;
  return Array.isArray(classes) && classes.includes(name);
}

interface Piece {
  readonly kind: 'word' | 'space';
  readonly node: ElementContent;
}
