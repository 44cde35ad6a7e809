import {
  type AndOr,
  type ArithmeticCommand,
  type Assignment,
  type Command,
  forEachChild,
  type HereDoc,
  type ParsedScript,
  type ParseError,
  type Redirection,
  type SyntaxNode,
} from 'unbash';
import { isPlain, shellTree } from '../../shell-text/tree.ts';
import { type Invocation, readInvocation } from './invocation.ts';
import { type ShellWord, shellWord } from './word.ts';

/**
 * What the rules look at in a step's text: its commands with where their input comes from and their output goes, its
 * variables, and the few constructs that have a rule. Offsets count UTF-16 units from the start of the text.
 */
export function readScript(text: string): ShellScript {
  const found: Found = {
    text,
    commands: [],
    uses: [],
    assignments: [],
    andOrs: [],
    arithmetic: [],
    background: [],
    loopNames: [],
    hereDocs: [],
  };
  const script = shellTree(text);
  const outer: Context = {
    anchor: null,
    input: 'inherited',
    output: 'inherited',
    loopInput: false,
    subshell: false,
    pipeline: null,
  };
  visitScript(script, outer, found);
  const programs = new Set<string>();
  for (const { run } of found.commands) if (run) programs.add(run.name);
  return { ...found, programs: [...programs], errors: script.errors ?? [] };
}

/** The commands that run one of these programs in the end: most rules are about a few, which most texts do not run. */
export function commandsRunning(programs: ReadonlySet<string>, script: ShellScript): readonly RunningCommand[] {
  if (!runsOneOf(programs, script)) return [];
  return script.commands.filter(
    (command): command is RunningCommand => command.run !== null && programs.has(command.run.name),
  );
}

export function runsOneOf(programs: ReadonlySet<string>, script: ShellScript): boolean {
  return script.programs.some((name) => programs.has(name));
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
        for (const [index, command] of node.commands.entries()) {
          const input = index > 0 ? 'piped' : context.input;
          const output = index < last ? 'piped' : context.output;
          const loopInput = index === 0 && context.loopInput;
          const subshell = context.subshell || last > 0;
          visitorIn({ ...context, input, output, loopInput, pipeline, subshell }, found)(command);
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

function substituted(node: SyntaxNode, script: ParsedScript, { anchor, loopInput }: Context): Context {
  return {
    // The positions of a script in backquotes index its own decoded text.
    anchor: script.source === undefined ? anchor : (anchor ?? node.pos),
    input: 'inherited',
    output: 'captured',
    loopInput,
    subshell: true,
    pipeline: null,
  };
}

function addCommand(node: Command, outer: Context, found: Found): void {
  const { redirects } = node;
  const context = redirected(outer, redirects);
  const words = node.args.map(shellWord);
  if (node.name) words.unshift(shellWord(node.name));
  found.commands.push({
    node,
    words,
    run: readInvocation(words),
    redirects,
    offset: at(node.pos, context),
    input: context.input,
    output: context.output,
    loopInput: context.loopInput,
    subshell: context.subshell,
    pipeline: context.pipeline ?? {},
  });
}

function redirected(context: Context, redirects: readonly Redirection[]): Context {
  if (redirects.length === 0) return context;
  let { input, output, loopInput } = context;
  for (const redirect of redirects) {
    const descriptor = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : null;
    if (redirect.operator.startsWith('<')) {
      if (descriptor === null ? redirect.descriptor === undefined : descriptor === 0)
        [input, loopInput] = ['redirected', false];
    } else if (redirect.operator.startsWith('&>') || redirect.descriptor === undefined || descriptor === 1)
      output = 'redirected';
  }
  return { ...context, input, output, loopInput };
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
  return context.anchor ?? offset;
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
  readonly hereDocs: { readonly node: HereDoc; readonly offset: number }[];
}

/** A simple command. */
export interface ShellCommand {
  readonly node: Command;
  /** Its name, when it has one, then its arguments. */
  readonly words: readonly ShellWord[];
  /** The program it runs in the end; null when that is not known. */
  readonly run: Invocation | null;
  readonly redirects: readonly Redirection[];
  readonly offset: number;
  readonly input: Stream;
  readonly output: Stream | 'captured';
  /** Its standard input is what an enclosing `while read` is reading. */
  readonly loopInput: boolean;
  /** What it changes in the shell is lost: a subshell, a pipeline or a substitution. */
  readonly subshell: boolean;
  /** The same object for the commands of one pipeline. */
  readonly pipeline: object;
}

export type RunningCommand = ShellCommand & { readonly run: Invocation };

export interface VariableUse {
  readonly name: string;
  /** Fails under `set -u` when the variable is not set. */
  readonly required: boolean;
  readonly offset: number;
  readonly length: number;
}

type Stream = 'inherited' | 'piped' | 'redirected';

interface Context {
  readonly anchor: number | null;
  readonly input: Stream;
  readonly output: Stream | 'captured';
  readonly loopInput: boolean;
  readonly subshell: boolean;
  readonly pipeline: object | null;
}
