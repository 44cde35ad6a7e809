import type { Function as FunctionNode, SyntaxNode } from 'unbash';
import { BoundedCache } from '../../shell-text/bounded-cache.ts';
import { shellTree } from '../../shell-text/tree.ts';

/** The text of a function's definition, in a text without errors. What it was cut from is remembered: its calls judge that. */
export function definitionOf(node: FunctionNode, source: string): string {
  const definition = source.slice(node.pos, node.end);
  // The text of a here-document may begin after the definition's own end.
  if (definition.includes('<<')) return definition;
  bodies.set(definition, { node: node.body, source });
  return definition;
}

/** The definition of a function that a text which was not read may have changed: nothing reads it either. */
export const UNREAD_DEFINITION = '';

/** The body of a function, given the text of its definition; null when that is anything else. */
export function functionBody(definition: string): FunctionBody | null {
  const known = bodies.get(definition);
  if (known) return known;
  const { commands, errors } = shellTree(definition);
  const [only, ...others] = commands;
  if (errors?.length || others.length > 0 || only?.command.type !== 'Function') return null;
  return { node: only.command.body, source: definition };
}

interface FunctionBody {
  readonly node: SyntaxNode;
  /** The text that the positions of the node count from. */
  readonly source: string;
}

/** More than the functions of one document. */
const KEPT = 32;
const bodies = new BoundedCache<FunctionBody>(KEPT);
