import type { Command, ParsedScript, SyntaxNode, WordPart } from 'unbash';
import { forEachChild } from 'unbash';
import { printedBy } from '../../shell-text/output.ts';
import { assignedNames } from './assignment.ts';
import { UNREAD_DEFINITION } from './function-body.ts';
import type { Scope } from './scope.ts';
import { copyOf, forgetAllVariables, forgetVariables } from './scope.ts';

/**
 * What a text writes to each coprocess it starts, by name: every `echo`, `printf` or `cat` redirected to `"${NAME[1]}"`, in order.
 * Null when another use of that descriptor makes it unknown.
 */
export function coprocessTexts(source: string, script: ParsedScript, outer: Scope): ReadonlyMap<string, string | null> {
  if (!source.includes('coproc')) return new Map();
  const names = new Set<string>();
  visit(script, (node) => {
    if (node.type === 'Coproc') names.add(coprocessName(node));
  });
  if (names.size === 0) return new Map();

  const scope = constantScope(script, outer);
  // A function of the session may write to it too.
  const told = (name: string): boolean =>
    ![...outer.functions.values()].flat().some((text) => text === UNREAD_DEFINITION || text?.includes(`${name}[`));
  const texts = new Map<string, string | null>([...names].map((name) => [name, told(name) ? '' : null]));
  const understood = new Set<SyntaxNode>();
  visit(script, (node) => {
    if (node.type === 'Command') {
      for (const { name, part } of writtenTo(node, names)) {
        const text = printedBy(node, scope, { kind: 'unknown' });
        const before = texts.get(name);
        texts.set(name, typeof text === 'string' && typeof before === 'string' ? before + text : null);
        understood.add(part);
      }
    }
    // Read from its first element; any other mention may be a way to its second.
    if (
      node.type === 'ParameterExpansion' &&
      names.has(node.parameter) &&
      !understood.has(node) &&
      node.index?.value !== '0' &&
      node.index !== undefined
    ) {
      texts.set(node.parameter, null);
    }
  });
  return texts;
}

/** The array that bash names for a coprocess; a simple command cannot be given a name. */
export function coprocessName(node: SyntaxNode & { readonly type: 'Coproc' }): string {
  return node.body.type === 'Command' ? 'COPROC' : (node.name?.value ?? 'COPROC');
}

function writtenTo(
  command: Command,
  names: ReadonlySet<string>,
): readonly { readonly name: string; readonly part: SyntaxNode }[] {
  const [only, ...others] = command.redirects.filter((redirect) => redirect.operator.includes('>'));
  if (only?.type !== 'Redirect' || only.operator !== '>&' || others.length > 0) return [];
  if (only.descriptor !== undefined && !(only.descriptor.type === 'FileDescriptor' && only.descriptor.value === 1))
    return [];
  const parts: WordPart[] = [];
  for (const item of only.target?.parts ?? []) parts.push(...(item.type === 'DoubleQuoted' ? item.parts : [item]));
  const [part, ...rest] = parts;
  if (part?.type !== 'ParameterExpansion' || rest.length > 0 || part.operation || part.prefix) return [];
  return names.has(part.parameter) && part.index?.value === '1' ? [{ name: part.parameter, part }] : [];
}

// Only what is never assigned in the text has one value wherever it is read.
function constantScope(script: ParsedScript, outer: Scope): Scope {
  const scope = copyOf(outer);
  const assigned = assignedNames(script, outer);
  if (assigned === 'any') forgetAllVariables(scope);
  else forgetVariables(scope, assigned.keys());
  return scope;
}

function visit(node: SyntaxNode, see: (node: SyntaxNode) => void): void {
  see(node);
  forEachChild(node, (child) => {
    visit(child, see);
  });
}
