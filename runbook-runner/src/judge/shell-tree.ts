import { type Function as FunctionNode, type ParsedScript, parse, type SyntaxNode } from 'unbash';
import { Latest } from './latest.ts';

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
const trees = new Latest<ParsedScript>(KEPT);

/** The text of a function's definition, in a text without errors. What it was cut from is remembered: its calls judge that. */
export function definitionOf(node: FunctionNode, source: string): string {
  const definition = source.slice(node.pos, node.end);
  // The text of a here-document may begin after the definition's own end.
  if (definition.includes('<<')) return definition;
  bodies.set(definition, { node: node.body, source });
  return definition;
}

/** The body of a function, given the text of its definition; null when that is anything else. */
export function functionBody(definition: string): FunctionBody | null {
  const known = bodies.get(definition);
  if (known) return known;
  const { commands, errors } = shellTree(definition);
  const command = commands[0]?.command;
  if (errors?.length || command?.type !== 'Function' || commands.length > 1) return null;
  return { node: command.body, source: definition };
}

interface FunctionBody {
  readonly node: SyntaxNode;
  /** The text that the positions of the node count from. */
  readonly source: string;
}

const bodies = new Latest<FunctionBody>(KEPT);

/** Whether nothing can be expanded in a node: most words are such, and a walk through their parts would be most of a walk. */
export function isPlain(node: SyntaxNode): boolean {
  return node.type === 'Literal' || node.type === 'SingleQuoted' || (node.type === 'Word' && !/[$`<>]/.test(node.text));
}
