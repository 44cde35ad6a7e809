import type { Assignment, CommandArgument, SyntaxNode } from 'unbash';
import { forEachChild } from 'unbash';
import { shown } from '../../shell-text/argument.ts';
import type { Value } from '../../shell-text/known.ts';
import { NAMING_BUILTINS } from '../../shell-text/names.ts';
import { isPlain } from '../../shell-text/tree.ts';
import { resolveText, resolveWords } from '../../shell-text/word.ts';
import { environmentRule } from '../catalogue/environment.ts';
import { judgeValue } from './carried-command.ts';
import { functionBody } from './function-body.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame, Scope } from './scope.ts';
import { forgetVariables, setVariable } from './scope.ts';

/** Judges an assignment and records its value. `prefix`: it only lasts for the command it stands before. */
export function assign(node: Assignment, frame: Frame, lasting: 'lasting' | 'prefix'): void {
  judgeName(node.name, lasting, frame, node.pos);
  const value = assignedValue(node, frame.scope);
  for (const text of value.kind === 'text' ? [value.text] : value.items.map((item) => item.text))
    judgeValue(text, frame, node.pos);
  // Some builtins (`eval`) see it, most commands do not.
  if (lasting === 'prefix' || value.partial || isLong(value)) forgetVariables(frame.scope, [node.name]);
  else setVariable(frame.scope, node.name, value);
}

/** What grows at each turn (`a=$a$a`) would fill the memory. */
function isLong(value: Value): boolean {
  return value.kind === 'text' ? value.text.length > 8192 : value.items.length > 512;
}

/** Judges the name of a variable that is about to change what the following commands do. */
export function judgeName(name: string, lasting: 'lasting' | 'prefix', frame: Frame, offset: number): void {
  const rule = environmentRule(name, lasting);
  if (rule) recordHazard(frame, offset, 'ENV', rule.risk, `« ${shown(name)} » ${rule.text}.`);
}

/** `partial`: what stands in the text is not all of the variable's value. */
function assignedValue(node: Assignment, scope: Scope): Value & { readonly partial: boolean } {
  const before = scope.variables.get(node.name);
  if (node.value.type === 'ArrayValue') {
    const items = resolveWords(node.value.elements, scope);
    const keyed = node.index !== undefined || node.value.elements.some((word) => /^\[/u.test(word.text));
    if (keyed || !node.append) return { kind: 'list', items, partial: keyed };
    if (before?.kind !== 'list') return { kind: 'list', items, partial: true };
    return { kind: 'list', items: [...before.items, ...items], partial: false };
  }
  const text = resolveText(node.value, scope);
  if (node.index || !node.append) return { kind: 'text', text, partial: node.index !== undefined };
  if (before?.kind !== 'text') return { kind: 'text', text, partial: true };
  return { kind: 'text', text: before.text + text, partial: false };
}

const UNTOLD = /^(eval|source|\.|command|builtin|)$/u;

/**
 * The variables that a piece of shell may assign, wherever in it and in the functions it calls, and in how many places;
 * `@` stands for its arguments. `any`: it cannot be told.
 */
export function assignedNames(node: SyntaxNode, scope: Scope): ReadonlyMap<string, number> | 'any' {
  const names = new Map<string, number>();
  const visited = new Set<string>();
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
      const [called, ...args] = withoutPrefix([child.name, ...child.args]);
      const name =
        called === undefined || called.type === 'Assignment' || called.parts !== undefined ? '' : called.value;
      if (UNTOLD.test(name)) any = true;
      const definitions = visited.has(name) ? undefined : scope.functions.get(name);
      if (definitions !== undefined) visited.add(name);
      for (const definition of definitions ?? []) {
        if (definition === null) continue;
        const body = functionBody(definition);
        if (body === null) any = true;
        else visit(body.node);
      }
      if (name === 'set' || name === 'shift') add('@');
      if (name === 'mapfile' || name === 'readarray') add('MAPFILE');
      if (name === 'read') add('REPLY');
      if (namesVariables(name, args))
        for (const word of args) {
          if (word.type === 'Assignment') continue;
          if (!isPlain(word)) any = true;
          // `read -ra lines`, `printf -vline`.
          add(word.value.replace(/^-\w*[av](?=\w)|[[=].*$/gsu, ''));
        }
    }
    if (!any) forEachChild(child, visit);
  };
  visit(node);
  return any ? 'any' : names;
}

// `command ls`, `builtin read`: what they name; with `-v` they only say what it is.
function withoutPrefix(words: readonly CommandArgument[]): readonly CommandArgument[] {
  const [name, next] = words;
  if (next === undefined || !/^(command|builtin)$/u.test(name?.text ?? '')) return words;
  if (/^-[vV]$/u.test(next.text)) return [next];
  return next.text.startsWith('-') ? words : withoutPrefix(words.slice(1));
}

function namesVariables(builtin: string, args: readonly CommandArgument[]): boolean {
  const option = builtin === 'printf' ? /^-v/u : builtin === 'wait' ? /^-\w*p/u : null;
  if (option === null) return NAMING_BUILTINS.has(builtin);
  return args.some((word) => option.test(word.text));
}
