import type { Nodes, Paragraph, Root } from 'mdast';
import { inlineText } from './plain-text.ts';

/** A paragraph of the page that begins with `**« an error text »**` and says what to do. */
export interface Advice {
  /** What an operator sees, each on one line; `…` stands for any text. */
  readonly symptoms: readonly string[];
  /** The whole paragraph, without its marks. */
  readonly text: string;
  readonly line: number;
}

/** The advice one of whose symptoms is in `output`, in the order of the page. */
export function matchingAdvice(advice: readonly Advice[], output: string): readonly Advice[] {
  const lines = output.split('\n');
  return advice.filter(({ symptoms }) => symptoms.some((symptom) => lines.some((line) => holds(line, symptom))));
}

function holds(line: string, symptom: string): boolean {
  let from = 0;
  for (const part of symptom.split('…')) {
    const at = line.indexOf(part.trim(), from);
    if (at === -1) return false;
    from = at + part.trim().length;
  }
  return true;
}

/** Every advice of a document. Several symptoms may share a paragraph: `**« a »**, **« b »** : …`. */
export function findAdvice(root: Root): readonly Advice[] {
  return [...paragraphsOf(root)].flatMap((paragraph) => {
    const { children, position } = paragraph;
    if (children[0] === undefined || symptomOf(children[0]) === null) return [];
    const symptoms = children.flatMap((child) => symptomOf(child) ?? []);
    return [{ symptoms, text: inlineText(paragraph), line: position?.start.line ?? 1 }];
  });
}

function* paragraphsOf(node: Nodes): Generator<Paragraph> {
  if (node.type === 'paragraph') yield node;
  else if ('children' in node) for (const child of node.children) yield* paragraphsOf(child);
}

/** The text between « and » when a node is nothing else, in bold. */
function symptomOf(node: Nodes): string | null {
  if (node.type !== 'strong') return null;
  return /^«\s*(.+?)\s*»$/.exec(inlineText(node))?.[1] ?? null;
}
