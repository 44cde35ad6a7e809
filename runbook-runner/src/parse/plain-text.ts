import type { Nodes, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';

/** Markdown as it reads best without its marks: a paragraph is one line, lists stay lists, comments go. */
export function plainText(nodes: readonly RootContent[]): string {
  return nodes.map(blockText).filter(Boolean).join('\n\n');
}

/** The text of a paragraph, of a heading or of one of their parts, on one line. */
export function inlineText(node: Nodes): string {
  return textOf(node, { includeHtml: false })
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
}

function blockText(node: RootContent): string {
  switch (node.type) {
    case 'html':
    case 'definition':
      return '';
    case 'code':
      return node.value;
    case 'blockquote':
      return plainText(node.children);
    case 'list': {
      const first = node.start ?? 1;
      return node.children
        .map((item, index) => listItem(item.children, node.ordered ? `${first + index}.` : '-'))
        .join('\n');
    }
    case 'table':
      return node.children.map((row) => row.children.map(inlineText).join(' | ')).join('\n');
    default:
      return inlineText(node);
  }
}

function listItem(children: readonly RootContent[], mark: string): string {
  const indent = ' '.repeat(mark.length + 1);
  return `${mark} ${children.map(blockText).join('\n').replaceAll('\n', `\n${indent}`)}`;
}
