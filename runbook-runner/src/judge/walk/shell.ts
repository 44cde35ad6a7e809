import type { CommandNode, Coproc, ParsedScript, Redirection, Script, Statement, SyntaxNode } from 'unbash';
import type { Argument } from '../../shell-text/argument.ts';
import { shellErrorText } from '../../shell-text/error-text.ts';
import { outputOf } from '../../shell-text/output.ts';
import type { Stdin } from '../../shell-text/stdin.ts';
import { INHERITED, stdinOf } from '../../shell-text/stdin.ts';
import { shellTree } from '../../shell-text/tree.ts';
import { resolveWords } from '../../shell-text/word.ts';
import { assign, assignedNames, judgeName } from './assignment.ts';
import { judgeValue } from './carried-command.ts';
import { runCommand } from './command.ts';
import { coprocessName, coprocessTexts } from './coprocess.ts';
import { definitionOf, functionBody } from './function-body.ts';
import { judgeHiddenArithmetic } from './hidden-arithmetic.ts';
import { isTaken } from './known-names.ts';
import { recordHazard } from './record-hazard.ts';
import { judgeRedirections } from './redirection.ts';
import type { Frame, Scope } from './scope.ts';
import { copyOf, forget, forgetAllVariables, forgetVariables, setFunction, setVariable } from './scope.ts';
import { visitWords } from './words.ts';
import { spend } from './work.ts';

/** Judges a shell text. Hazards go to the frame's inquiry; what the text assigns stays in its scope. */
export function judgeShell(source: string, frame: Frame, stdin: Stdin = INHERITED): void {
  const script = shellTree(source);
  judgeScript(script, { ...frame, source, coprocesses: coprocessTexts(source, script, frame.scope) }, stdin);
}

/** Judges the body of a function, given the text of its definition. */
export function judgeFunction(definition: string, frame: Frame, stdin: Stdin): void {
  const body = functionBody(definition);
  if (!body) return recordHazard(frame, 0, 'SYNTAX', 'opaque', 'Fonction dont la définition n’a pas pu être lue.');
  judgeNode(body.node, { ...frame, source: body.source }, stdin);
}

/** Judges what has been parsed. */
export function judgeScript(script: ParsedScript, outer: Frame, stdin: Stdin): void {
  const frame = script.source === undefined ? outer : { ...outer, source: script.source };
  const error = script.errors?.[0];
  if (error) {
    recordHazard(
      frame,
      error.pos,
      'SYNTAX',
      'opaque',
      `Le texte n’est pas du shell que l’on sait lire : ${shellErrorText(error.message)}.`,
    );
    return;
  }
  judgeStatements(script, frame, stdin);
}

function judgeStatements(list: { readonly commands: readonly Statement[] } | Script, frame: Frame, stdin: Stdin): void {
  for (const statement of list.commands) judgeNode(statement, frame, stdin);
}

function judgeNode(node: SyntaxNode, frame: Frame, stdin: Stdin): void {
  if (!spend(frame, 1, node.pos)) return;
  switch (node.type) {
    case 'Statement':
      return judgeNode(node.command, node.background ? { ...frame, scope: copyOf(frame.scope) } : frame, stdin);
    case 'Script':
    case 'CompoundList':
      return judgeStatements(node, frame, stdin);
    case 'BraceGroup':
      return judgeNode(node.body, frame, stdin);
    case 'Subshell':
      return judgeNode(node.body, { ...frame, scope: copyOf(frame.scope) }, stdin);
    case 'AndOr': {
      const [first, ...others] = node.commands;
      if (first) judgeNode(first, frame, stdin);
      for (const command of others) judgeBranches([command], frame, stdin);
      return;
    }
    case 'Pipeline':
      return judgePipeline(node.commands, frame, stdin);
    case 'If': {
      judgeNode(node.clause, frame, stdin);
      for (const branch of node.elif) judgeBranches([branch.clause], frame, stdin);
      const branches = [node.then, ...node.elif.map((branch) => branch.then), ...(node.else ? [node.else] : [])];
      return judgeBranches(branches, frame, stdin);
    }
    case 'While':
      forgetNames(node, frame);
      judgeBranches([node.clause], frame, stdin);
      return judgeRepeated(node.body, frame, stdin);
    case 'For':
    case 'Select': {
      visitWords(node, frame);
      judgeName(node.name.value, 'lasting', frame, node.pos);
      forgetNames(node, frame);
      const items = node.wordlist ? resolveWords(node.wordlist, frame.scope) : [];
      for (const item of items) judgeValue(item.text, frame, node.pos);
      for (const item of node.type === 'For' ? loopValues(items) : [null]) {
        if (item === null) forgetVariables(frame.scope, [node.name.value]);
        else setVariable(frame.scope, node.name.value, { kind: 'text', text: item.text });
        judgeRepeated(node.body, frame, stdin);
      }
      forgetVariables(frame.scope, [node.name.value]);
      return;
    }
    case 'ArithmeticFor':
      visitWords(node, frame);
      for (const part of [node.initialize, node.test, node.update])
        if (part) judgeHiddenArithmetic(part, frame, node.pos);
      forgetNames(node, frame);
      return judgeRepeated(node.body, frame, stdin);
    case 'Case':
      visitWords(node, frame);
      for (const item of node.items) visitWords(item, frame);
      return judgeBranches(
        node.items.map((item) => item.body),
        frame,
        stdin,
      );
    case 'Redirected': {
      const own = stdinOf(node.redirects, frame.scope) ?? stdin;
      for (const redirect of node.redirects) visitWords(redirect, frame);
      judgeRedirections(node.redirects, frame, node.pos);
      return judgeNode(node.command, frame, own);
    }
    case 'Function':
      return defineFunction(node, frame);
    case 'Coproc':
      return judgeCoproc(node, frame);
    case 'TestCommand':
    case 'ArithmeticCommand':
      visitWords(node, frame);
      judgeHiddenArithmetic(node, frame, node.pos);
      return forgetNames(node, frame);
    case 'Command': {
      visitWords(node, frame);
      for (const child of node.prefix)
        if (child.type === 'Assignment') assign(child, frame, node.name === undefined ? 'lasting' : 'prefix');
      const redirects: readonly Redirection[] = node.redirects;
      const own = stdinOf(redirects, frame.scope) ?? stdin;
      judgeRedirections(redirects, frame, node.pos);
      if (node.name) runCommand(node, frame, own);
      return;
    }
    default:
      recordHazard(frame, node.pos, 'SYNTAX', 'opaque', 'Construction du shell que l’on ne sait pas juger.');
  }
}

/** Each branch may run or not: none of them sees what another assigned, and what they assigned is unknown afterwards. */
function judgeBranches(branches: readonly SyntaxNode[], frame: Frame, stdin: Stdin): void {
  const scopes: Scope[] = [];
  for (const branch of branches) {
    const scope = copyOf(frame.scope);
    scopes.push(scope);
    judgeNode(branch, { ...frame, scope }, stdin);
  }
  for (const scope of scopes) forget(frame.scope, scope);
}

/** The body of a loop: what it defines and sets is there when it begins again. */
function judgeRepeated(body: SyntaxNode, frame: Frame, stdin: Stdin): void {
  const { functions, noclobber } = frame.scope;
  judgeBranches([body], frame, stdin);
  if (frame.scope.functions !== functions || frame.scope.noclobber !== noclobber) judgeBranches([body], frame, stdin);
}

function judgePipeline(commands: readonly CommandNode[], frame: Frame, stdin: Stdin): void {
  const [only] = commands;
  if (commands.length === 1 && only) return judgeNode(only, frame, stdin);
  let input = stdin;
  for (const command of commands) {
    const scope = copyOf(frame.scope);
    judgeNode(command, { ...frame, scope, captured: command !== commands.at(-1) || frame.captured }, input);
    const text = outputOf(command, frame.scope, input);
    input = text === null ? { kind: 'unknown' } : { kind: 'text', text };
  }
}

// What is written to a coprocess is only known at the end of the text: an interpreter inside is judged on all of it.
function judgeCoproc(node: Coproc, frame: Frame): void {
  if (node.name) visitWords(node.name, frame);
  const name = coprocessName(node);
  forgetVariables(frame.scope, [name, `${name}_PID`]);
  const text = frame.coprocesses.get(name);
  const stdin: Stdin = text === undefined || text === null ? { kind: 'unknown' } : { kind: 'text', text };
  judgeNode(node.body, { ...frame, scope: copyOf(frame.scope) }, stdin);
}

function defineFunction(node: SyntaxNode & { readonly type: 'Function' }, frame: Frame): void {
  const name = node.name.value;
  if (!spend(frame, frame.scope.functions.size / FUNCTIONS_PER_UNIT, node.pos)) return;
  setFunction(frame.scope, name, definitionOf(node, frame.source));
  if (isTaken(name)) {
    recordHazard(
      frame,
      node.pos,
      'SHADOW',
      'opaque',
      `La fonction « ${name} » prend le nom d’une commande connue : la suite ne serait plus ce qu’elle dit.`,
    );
    return;
  }
  const scope: Scope = {
    variables: new Map(),
    functions: frame.scope.functions,
    exported: frame.scope.exported,
    allexport: frame.scope.allexport,
    unsure: frame.scope.unsure,
    positional: null,
    noclobber: frame.scope.noclobber,
    folder: frame.scope.folder,
    worstFolder: frame.scope.worstFolder,
    unsteady: frame.scope.unsteady,
  };
  judgeNode(node.body, { ...frame, scope, defining: true, depth: frame.depth + 1 }, INHERITED);
}

function forgetNames(node: SyntaxNode, frame: Frame): void {
  const names = assignedNames(node, frame.scope);
  if (names === 'any') forgetAllVariables(frame.scope);
  else forgetVariables(frame.scope, names.keys());
  if (names === 'any' || names.has('@')) frame.scope.positional = null;
}

/** Each definition copies what is known of the others. */
const FUNCTIONS_PER_UNIT = 10;

const LONGEST_LOOP = 32;

function loopValues(items: readonly Argument[]): readonly (Argument | null)[] {
  const known = items.length > 0 && items.length <= LONGEST_LOOP && items.every((item) => !item.split && !item.glob);
  return known ? items : [null];
}
