import type { Bytes } from './bytes.ts';
import type { Variable } from './declarations.ts';
import { readDeclarations } from './declarations.ts';

/**
 * Splits what the prelude sent. It is a complete capture only with the step's nonce at both ends: a step that was
 * killed, or that left by `exec`, sends none or half of one.
 */
export function readShellReport(bytes: Bytes, nonce: string): ShellReport {
  const pieces = bytes.split('\0');
  const start = pieces.findIndex((piece) => piece.startsWith(`begin ${nonce} `));
  const end = pieces.indexOf(`end ${nonce}`, start);
  return {
    begun: pieces.includes(`begun ${nonce}`),
    refused: pieces.find((piece) => piece.startsWith('refused '))?.slice('refused '.length) ?? null,
    capture: start < 0 || end < 0 ? 'none' : readCapture(pieces.slice(start, end)),
  };
}

function readCapture(pieces: readonly Bytes[]): Capture | 'unreadable' {
  const variables = readVariables(pieces);
  if (variables === null) return 'unreadable';
  const [setOptions = '', shellOptions = ''] = words(recordOf(pieces, 'options'));
  const [freshSet = '', freshShell = ''] = words(recordOf(pieces, 'fresh'));
  return {
    status: Number(words(pieces[0] ?? '')[2]),
    command: recordOf(pieces, 'command'),
    cwd: withoutNewline(recordOf(pieces, 'cwd')),
    set: difference(setOptions, freshSet),
    shopt: difference(shellOptions, freshShell),
    umask: recordOf(pieces, 'umask').trim(),
    traps: withoutNewline(recordOf(pieces, 'trap')),
    functions: readFunctions(lines(recordOf(pieces, 'functions')), recordOf(pieces, 'bodies')),
    variables,
    left: {
      jobs: lines(recordOf(pieces, 'jobs')),
      arguments: Number(recordOf(pieces, 'arguments')),
      stack: Number(recordOf(pieces, 'stack')),
      limits: lines(recordOf(pieces, 'limits')),
      aliases: lines(recordOf(pieces, 'aliases')),
      disabled: lines(recordOf(pieces, 'disabled')),
      descriptors: words(recordOf(pieces, 'descriptors')),
      handlers: momentaryHandlers(recordOf(pieces, 'momentary')),
    },
  };
}

/** In posix mode bash lists a condition without a handler too: `trap -- - DEBUG`. */
function momentaryHandlers(listing: Bytes): readonly string[] {
  const set = listing.replace(/^trap -- - \w+$/gm, '');
  return ['DEBUG', 'RETURN'].filter((name) => new RegExp(` ${name}$`, 'm').test(set));
}

/** The first listing may show a local variable of the function in which the step ended; what it hides comes later. */
function readVariables(pieces: readonly Bytes[]): Capture['variables'] | null {
  const variables = new Map<Bytes, Variable>();
  for (const piece of pieces) {
    const [kind, rest] = cut(piece);
    if (kind === 'local') variables.delete(rest);
    if (kind !== 'declared') continue;
    const declared = readDeclarations(rest);
    if (declared === null) return null;
    for (const [name, variable] of declared) if (!name.startsWith('__rb_')) variables.set(name, variable);
  }
  return variables;
}

/** bash lists names and bodies in the same order. */
function readFunctions(declarations: readonly Bytes[], bodies: Bytes): Capture['functions'] {
  const functions = new Map<string, CapturedFunction>();
  let rest = bodies;
  const names = declarations.map((line) => line.split(' ').slice(2).join(' '));
  names.forEach((name, index) => {
    const next = names[index + 1];
    const length = next === undefined ? -1 : rest.indexOf(`\n${next} () \n`);
    const listed = length < 0 ? rest : rest.slice(0, length + 1);
    rest = rest.slice(listed.length);
    const declaration = declarations[index] as Bytes;
    // Attributes follow the body, as a command: it is no part of the definition, and a function may be called `declare`.
    const attributes = `${declaration}\n`;
    const body = listed.endsWith(`\n${attributes}`) ? listed.slice(0, -attributes.length) : listed;
    functions.set(name, { declaration, body });
  });
  return functions;
}

function difference(now: Bytes, fresh: Bytes): OptionChanges {
  const [after, before] = [now.split(':'), fresh.split(':')];
  return {
    on: after.filter((name) => !before.includes(name)),
    off: before.filter((name) => !after.includes(name)),
  };
}

function recordOf(pieces: readonly Bytes[], kind: string): Bytes {
  return pieces.find((piece) => piece === kind || piece.startsWith(`${kind} `))?.slice(kind.length + 1) ?? '';
}

function cut(bytes: Bytes): readonly [Bytes, Bytes] {
  const at = bytes.indexOf(' ');
  return at < 0 ? [bytes, ''] : [bytes.slice(0, at), bytes.slice(at + 1)];
}

const words = (bytes: Bytes): readonly Bytes[] => bytes.split(' ').filter((word) => word !== '');
const lines = (bytes: Bytes): readonly Bytes[] => bytes.split('\n').filter((line) => line !== '');
const withoutNewline = (bytes: Bytes): Bytes => bytes.replace(/\n$/, '');

export interface ShellReport {
  /** Whether the step's text began. */
  readonly begun: boolean;
  /** Why the prelude would not begin: `cwd`, `state`, `variables NAME…`. */
  readonly refused: string | null;
  /** `none`: it never came whole; `unreadable`: it did, and a variable in it is not understood. */
  readonly capture: Capture | 'none' | 'unreadable';
}

/** What bash said of itself as the step ended. */
export interface Capture {
  /** `$?` inside the shell: proves nothing by itself. */
  readonly status: number;
  /** The last command. */
  readonly command: Bytes;
  readonly cwd: Bytes;
  readonly set: OptionChanges;
  readonly shopt: OptionChanges;
  readonly umask: Bytes;
  /** As `trap -p` prints them. */
  readonly traps: Bytes;
  readonly functions: ReadonlyMap<string, CapturedFunction>;
  /** All of them: bash's own and the secrets too. */
  readonly variables: ReadonlyMap<Bytes, Variable>;
  /** What the next step will not see. */
  readonly left: LeftBehind;
}

/** Against a bash that has just started. */
export interface OptionChanges {
  readonly on: readonly Bytes[];
  readonly off: readonly Bytes[];
}

interface CapturedFunction {
  readonly declaration: Bytes;
  readonly body: Bytes;
}

interface LeftBehind {
  readonly jobs: readonly Bytes[];
  readonly arguments: number;
  readonly stack: number;
  /** All of them, changed or not. */
  readonly limits: readonly Bytes[];
  readonly aliases: readonly Bytes[];
  readonly disabled: readonly Bytes[];
  readonly descriptors: readonly Bytes[];
  /** Names of the conditions whose handlers would be called by our own commands. */
  readonly handlers: readonly string[];
}
