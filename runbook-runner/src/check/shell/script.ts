import type {
  AndOr,
  ArithmeticCommand,
  Assignment,
  Command,
  HereDoc,
  ParsedScript,
  ParseError,
  SyntaxNode,
} from 'unbash';
import { forEachChild } from 'unbash';
import { NOTHING_KNOWN } from '../../shell-text/known.ts';
import { outputOf } from '../../shell-text/output.ts';
import { isPlain, shellTree } from '../../shell-text/tree.ts';
import type { RunningCommand, ShellCommand } from './command.ts';
import { readCommand } from './command.ts';
import type { Context } from './context.ts';
import { OUTERMOST, openedText, redirected, substituted } from './context.ts';

/**
 * What the rules look at in a step's text: its commands with where their input comes from and their output goes, its
 * variables, and the few constructs that have a rule. Offsets count UTF-16 units from the start of the text.
 */
export function readScript(text: string): ShellScript {
  const found = foundIn(text, []);
  const script = shellTree(text);
  visitScript(script, OUTERMOST, found);
  const programs = new Set<string>();
  for (const { invocations } of found.commands) for (const { program } of invocations) programs.add(program);
  return { ...found, programs: [...programs], errors: script.errors ?? [] };
}

/** The commands that run one of these programs, behind any wrapper: most rules are about a few, which most texts do not run. */
export function commandsRunning(programs: ReadonlySet<string>, script: ShellScript): readonly RunningCommand[] {
  if (!runsOneOf(programs, script)) return [];
  return script.commands.flatMap((command) =>
    command.invocations
      .filter(({ program }) => programs.has(program))
      .map((run) => (run.consumed ? { ...command, run, input: 'redirected', loopInput: false } : { ...command, run })),
  );
}

export function runsOneOf(programs: ReadonlySet<string>, script: ShellScript): boolean {
  return script.programs.some((name) => programs.has(name));
}

function foundIn(text: string, commands: ShellCommand[]): Found {
  return {
    text,
    commands,
    uses: [],
    assignments: [],
    andOrs: [],
    arithmetic: [],
    background: [],
    loopNames: [],
    functions: [],
    hereDocs: [],
  };
}

function visitScript(script: ParsedScript, context: Context, found: Found): void {
  const visit = visitorIn(context, found);
  for (const statement of script.commands) visit(statement);
}

/** Reads a node and all below it. Another context is another visitor. */
function visitorIn(context: Context, found: Found): (node: SyntaxNode) => void {
  const visit = (node: SyntaxNode): void => {
    if (isPlain(node)) return;
    switch (node.type) {
      case 'Statement':
        if (node.background) found.background.push(at(node.pos, context));
        if (context.pipeline === null) break;
        return visitorIn({ ...context, pipeline: null }, found)(node.command);
      case 'AndOr':
        found.andOrs.push(node);
        break;
      case 'Pipeline': {
        const last = node.commands.length - 1;
        const pipeline = last > 0 ? {} : context.pipeline;
        let { stdin } = context;
        for (const [index, command] of node.commands.entries()) {
          const input = index > 0 ? 'piped' : context.input;
          const output = index < last ? 'piped' : context.output;
          const loopInput = index === 0 && context.loopInput;
          const subshell = context.subshell || last > 0;
          visitorIn({ ...context, input, output, stdin, loopInput, pipeline, subshell }, found)(command);
          const text = index < last ? outputOf(command, NOTHING_KNOWN, stdin) : null;
          stdin = text === null ? { kind: 'unknown' } : { kind: 'text', text };
        }
        return;
      }
      case 'Redirected':
        for (const redirect of node.redirects) forEachChild(redirect, visit);
        return visitorIn(redirected(context, node.redirects), found)(node.command);
      case 'While': {
        const loopInput = context.input !== 'inherited' && readsInput(node.clause);
        visit(node.clause);
        return visitorIn({ ...context, loopInput }, found)(node.body);
      }
      case 'Subshell':
        return visitorIn({ ...context, subshell: true }, found)(node.body);
      case 'For':
      case 'Select':
        found.loopNames.push(node.name.value);
        break;
      case 'Function':
        found.functions.push(node.name.value);
        break;
      case 'ArithmeticCommand':
        found.arithmetic.push(node);
        break;
      case 'Command':
        addCommand(node, context, found);
        break;
      case 'CommandExpansion':
      case 'ProcessSubstitution':
      case 'ArithmeticCommandExpansion':
        if (node.script) visitScript(node.script, substituted(node, node.script, context), found);
        return;
      case 'SimpleExpansion':
        found.uses.push({
          name: node.text.slice(1),
          required: true,
          offset: at(node.pos, context),
          length: node.text.length,
        });
        return;
      case 'ParameterExpansion': {
        const required = node.operation?.type !== 'Default' && node.prefix !== '!';
        found.uses.push({ name: node.parameter, required, offset: at(node.pos, context), length: node.text.length });
        if (node.operation?.type === 'Default' && node.operation.operator.endsWith('='))
          found.loopNames.push(node.parameter);
        break;
      }
      case 'Assignment':
        found.assignments.push({ node, offset: at(node.pos, context) });
        break;
      case 'HereDoc':
        found.hereDocs.push({ node, offset: at(node.pos, context) });
        break;
      default:
    }
    forEachChild(node, visit);
  };
  return visit;
}

function addCommand(node: Command, outer: Context, found: Found): void {
  const context = redirected(outer, node.redirects);
  const { texts, ...command } = readCommand(node, context);
  const opened = texts.flatMap((given) => openedText(given, command, context) ?? []);
  found.commands.push({ ...command, opens: opened.length > 0 });
  // Only its commands: its variables are not those of the step.
  for (const { script, inside } of opened) visitScript(script, inside, foundIn('', found.commands));
}

// `read -u 3` leaves standard input alone.
function readsInput(clause: SyntaxNode): boolean {
  let reads = false;
  const look = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name?.value === 'read') {
      reads ||=
        !node.args.some((word) => /^-[a-zA-Z]*u/.test(word.text)) &&
        !node.redirects.some((redirect) => redirect.operator.startsWith('<'));
    }
    forEachChild(node, look);
  };
  look(clause);
  return reads;
}

function at(offset: number, context: Context): number {
  return context.anchor?.offset ?? offset;
}

export interface ShellScript extends Readonly<Found> {
  /** The names of the programs that its commands run, each once. */
  readonly programs: readonly string[];
  readonly errors: readonly ParseError[];
}

interface Found {
  readonly text: string;
  readonly commands: ShellCommand[];
  readonly uses: VariableUse[];
  readonly assignments: { readonly node: Assignment; readonly offset: number }[];
  readonly andOrs: AndOr[];
  readonly arithmetic: ArithmeticCommand[];
  /** Offsets of the commands followed by `&`. */
  readonly background: number[];
  /** Names that a loop or `${X:=…}` sets. */
  readonly loopNames: string[];
  /** Names of the functions that it defines. */
  readonly functions: string[];
  readonly hereDocs: { readonly node: HereDoc; readonly offset: number }[];
}

export interface VariableUse {
  readonly name: string;
  /** Fails under `set -u` when the variable is not set. */
  readonly required: boolean;
  readonly offset: number;
  readonly length: number;
}
