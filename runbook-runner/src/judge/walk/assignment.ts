import type { Assignment, SyntaxNode } from 'unbash';
import { forEachChild } from 'unbash';
import { shown } from '../../shell-text/argument.ts';
import type { Value } from '../../shell-text/known.ts';
import { NAMING_BUILTINS } from '../../shell-text/names.ts';
import { isPlain } from '../../shell-text/tree.ts';
import { resolveText, resolveWords } from '../../shell-text/word.ts';
import { environmentRule } from '../catalogue/environment.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame, Scope } from './scope.ts';
import { forgetVariables, setVariable } from './scope.ts';

/** Judges an assignment and records its value. `prefix`: it only lasts for the command it stands before. */
export function assign(node: Assignment, frame: Frame, lasting: 'lasting' | 'prefix'): void {
  judgeName(node.name, lasting, frame, node.pos);
  if (lasting === 'prefix') return;
  const value = assignedValue(node, frame.scope);
  if (value === null) forgetVariables(frame.scope, [node.name]);
  else setVariable(frame.scope, node.name, value);
}

/** Judges the name of a variable that is about to change what the following commands do. */
export function judgeName(name: string, lasting: 'lasting' | 'prefix', frame: Frame, offset: number): void {
  const rule = environmentRule(name, lasting);
  if (rule) recordHazard(frame, offset, 'ENV', rule.risk, `« ${shown(name)} » ${rule.text}.`);
}

function assignedValue(node: Assignment, scope: Scope): Value | null {
  const before = scope.variables.get(node.name);
  if (node.value.type === 'ArrayValue') {
    if (node.index || node.value.elements.some((word) => /^\[/u.test(word.text))) return null;
    const items = resolveWords(node.value.elements, scope);
    if (!node.append) return { kind: 'list', items };
    return before?.kind === 'list' ? { kind: 'list', items: [...before.items, ...items] } : null;
  }
  if (node.index) return null;
  const text = resolveText(node.value, scope);
  if (!node.append) return { kind: 'text', text };
  return before?.kind === 'text' ? { kind: 'text', text: before.text + text } : null;
}

const UNTOLD = new Set(['eval', 'source', '.']);

/** The variables that a piece of shell may assign, wherever in it, and in how many places; `any`: it cannot be told. */
export function assignedNames(node: SyntaxNode, scope: Scope): ReadonlyMap<string, number> | 'any' {
  const names = new Map<string, number>();
  const add = (name: string): unknown => names.set(name, (names.get(name) ?? 0) + 1);
  let any = false;
  const visit = (child: SyntaxNode): void => {
    if (isPlain(child)) return;
    if (child.type === 'Assignment') add(child.name);
    else if (child.type === 'For' || child.type === 'Select') add(child.name.value);
    else if (
      child.type === 'ParameterExpansion' &&
      child.operation?.type === 'Default' &&
      child.operation.operator.endsWith('=')
    )
      add(child.parameter);
    else if (child.type === 'ArithmeticUnary' || child.type === 'ArithmeticBinary') {
      const target = child.type === 'ArithmeticUnary' ? child.operand : child.left;
      if (target.type === 'ArithmeticWord') add(target.value.replace(/\[.*$/su, ''));
    } else if (child.type === 'Command' && child.name) {
      const name = child.name.value;
      if (child.name.parts !== undefined || UNTOLD.has(name) || scope.functions.has(name)) any = true;
      if (name === 'mapfile' || name === 'readarray') add('MAPFILE');
      if (name === 'read') add('REPLY');
      if (NAMING_BUILTINS.has(name) || name === 'printf')
        for (const word of child.args) if (word.type === 'Word') add(word.value.replace(/[[=].*$/su, ''));
    }
    forEachChild(child, visit);
  };
  visit(node);
  return any ? 'any' : names;
}
