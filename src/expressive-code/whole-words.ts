import type { Element, ElementContent } from 'astro-expressive-code/hast';
import { h } from 'astro-expressive-code/hast';

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
  let word: Piece[] = [];
  const endWord = () => {
    const text = word.map((piece) => piece.text).join('');
    if (UNBREAKABLE.test(text)) grouped.push(...word.map(toNode));
    else grouped.push(h('span', { className: ['word'] }, word.map(toNode)));
    word = [];
  };
  for (const piece of nodes.flatMap(pieces)) {
    if (piece.text !== null && piece.text.trim() !== '') word.push(piece);
    else {
      if (word.length > 0) endWord();
      grouped.push(toNode(piece));
    }
  }
  if (word.length > 0) endWord();
  return merge(grouped);
}

/** What no browser breaks: most words, which then need no element of their own. */
const UNBREAKABLE = /^[\w.,:;=@$"']*$/;

/** A token, cut where its text goes from white space to a word or back. What is not a plain token stays whole. */
function pieces(node: ElementContent): Piece[] {
  const text = textOf(node);
  if (text === null) return [{ node, text }];
  return (text.match(/\s+|\S+/g) ?? []).map((part) => ({ node, text: part }));
}

function textOf(node: ElementContent): string | null {
  if (node.type === 'text') return node.value;
  const only = isElement(node) && node.children.length === 1 ? node.children[0] : undefined;
  return only?.type === 'text' ? only.value : null;
}

function toNode({ node, text }: Piece): ElementContent {
  if (text === null) return node;
  return isElement(node) ? { ...node, children: [{ type: 'text', value: text }] } : { type: 'text', value: text };
}

/** Puts back together the neighbours that come from one token: same style, so same `properties`. */
function merge(nodes: readonly ElementContent[]): ElementContent[] {
  const merged: ElementContent[] = [];
  for (const node of nodes) {
    const last = merged.at(-1);
    const texts = [last, node].map((one) => (one ? textOf(one) : null));
    const same = last && isElement(last) && isElement(node) && last.properties === node.properties;
    if (same && texts[0] !== null && texts[1] !== null) {
      merged[merged.length - 1] = { ...node, children: [{ type: 'text', value: texts.join('') }] };
    } else merged.push(node);
  }
  return merged;
}

function isElement(node: ElementContent): node is Element {
  return node.type === 'element';
}

function hasClass(element: Element, name: string): boolean {
  const classes = element.properties.className;
  return Array.isArray(classes) && classes.includes(name);
}

interface Piece {
  readonly node: ElementContent;
  /** Null for what is not a plain token. */
  readonly text: string | null;
}
