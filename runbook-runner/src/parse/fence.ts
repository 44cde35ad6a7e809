import type { Code, Heading, Nodes, Root, RootContent } from 'mdast';
import { inlineText, plainText } from './plain-text.ts';

/**
 * Every fence of a document, read from the source lines that the tree points at: the bytes that run are those of the
 * file. `text` of a fence at the top level is exactly its lines; a nested one has lost its list's or quote's margin.
 */
export function findFences(
  root: Root,
  lines: readonly string[],
): { fences: readonly Fence[]; indented: readonly Code[] } {
  const fences: Fence[] = [];
  const indented: Code[] = [];
  const headings: string[] = [];
  let above: RootContent[] = [];
  let heading: Heading | null = null;

  const read = (code: Code, nested: boolean) => {
    const start = code.position?.start;
    const end = code.position?.end;
    if (!start || !end) return;
    const opening = (lines[start.line - 1] ?? '').slice(start.column - 1);
    const marks = /^(`{3,}|~{3,})[ \t]*/.exec(opening);
    if (!marks?.[1]) {
      indented.push(code);
      return;
    }
    const closed = end.line > start.line && isClosing(lines[end.line - 1] ?? '', marks[1]);
    const lastLine = closed ? end.line - 1 : end.line;
    fences.push({
      info: opening.slice(marks[0].length).replace(/[ \t]+$/, ''),
      infoColumn: start.column + marks[0].length,
      marks: marks[1],
      text: nested ? code.value : lines.slice(start.line, lastLine).join('\n'),
      line: start.line,
      column: start.column,
      endLine: end.line,
      closed,
      nested,
      headings: [...headings],
      prose: plainText(above),
      lead: leadOf(above, heading),
    });
  };

  for (const node of root.children) {
    if (node.type === 'heading') {
      headings.length = Math.min(headings.length, node.depth - 1);
      while (headings.length < node.depth - 1) headings.push('');
      headings.push(inlineText(node));
    }
    if (node.type === 'code') read(node, node.position?.start.column !== 1);
    else for (const code of codesInside(node)) read(code, true);
    if (['heading', 'code', 'yaml'].includes(node.type)) above = [];
    else above.push(node);
    if (node.type === 'heading') heading = node;
    else if (node.type === 'code') heading = null;
  }
  return { fences: fences.map((fence) => ({ ...fence, headings: fence.headings.filter(Boolean) })), indented };
}

/** A fenced block as it stands in the file. Lines and columns count from 1. */
export interface Fence {
  /** What follows the opening marks, not unescaped. */
  readonly info: string;
  readonly infoColumn: number;
  /** The opening marks: three or more of ` or ~. */
  readonly marks: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly closed: boolean;
  /** In a list, a quote or simply indented: its text differs from the file's lines. */
  readonly nested: boolean;
  readonly headings: readonly string[];
  readonly prose: string;
  /** The paragraph just before, or the heading when nothing stands between; empty: something else does. */
  readonly lead: string;
}

function leadOf(above: readonly RootContent[], heading: Heading | null): string {
  const before = above.findLast(({ type }) => type !== 'html' && type !== 'definition') ?? heading;
  return before?.type === 'paragraph' || before?.type === 'heading' ? inlineText(before) : '';
}

function isClosing(line: string, marks: string): boolean {
  const closing = /^[\s>]*(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return closing !== undefined && closing[0] === marks[0] && closing.length >= marks.length;
}

function* codesInside(node: Nodes): Generator<Code> {
  if (!('children' in node) || node.type === 'paragraph' || node.type === 'heading' || node.type === 'table') return;
  for (const child of node.children) {
    if (child.type === 'code') yield child;
    else yield* codesInside(child);
  }
}
