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

/** A function that two branches define: one text with both definitions, since either may have run. */
export function eitherDefinition(one: string, other: string): string {
  return one.includes(other) ? one : other.includes(one) ? other : `${one}\n${other}`;
}

/** The body of a function, or each that it may have, given the text of its definition; null when that is anything else. */
export function functionBodies(definition: string): readonly FunctionBody[] | null {
  const known = bodies.get(definition);
  if (known) return [known];
  const { commands, errors } = shellTree(definition);
  if (errors?.length || commands.length === 0) return null;
  const found = commands.flatMap(({ command }) =>
    command.type === 'Function' ? [{ node: command.body, source: definition }] : [],
  );
  return found.length === commands.length ? found : null;
}

interface FunctionBody {
  readonly node: SyntaxNode;
  /** The text that the positions of the node count from. */
  readonly source: string;
}

/** More than the functions of one document. */
const KEPT = 32;
const bodies = new BoundedCache<FunctionBody>(KEPT);
