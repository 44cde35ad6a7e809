import type { Bytes } from './bytes.ts';

/**
 * Splits what the prelude sent. It is a complete capture only with the step's nonce at both ends: a step that was
 * killed, or that left by `exec`, sends none or half of one.
 */
export function readRecord(bytes: Bytes, nonce: string): Record {
  const pieces = bytes.split('\0');
  const fresh = words(recordOf(pieces, 'fresh'));
  const start = pieces.findIndex((piece) => piece.startsWith(`begin ${nonce} `));
  const end = pieces.indexOf(`end ${nonce}`, start);
  return {
    begun: pieces.includes(`begun ${nonce}`),
    refused: pieces.find((piece) => piece.startsWith('refused '))?.slice('refused '.length) ?? null,
    capture: start < 0 || end < 0 ? null : readCapture(pieces.slice(start, end), fresh, recordOf(pieces, 'limits')),
  };
}

function readCapture(pieces: readonly Bytes[], fresh: readonly Bytes[], limits: Bytes): Capture {
  const [setOptions = '', shellOptions = ''] = words(recordOf(pieces, 'options'));
  const [freshSet = '', freshShell = ''] = fresh;
  return {
    status: Number(words(pieces[0] ?? '')[2]),
    command: recordOf(pieces, 'command'),
    cwd: withoutNewline(recordOf(pieces, 'cwd')),
    set: difference(setOptions, freshSet),
    shopt: difference(shellOptions, freshShell),
    umask: recordOf(pieces, 'umask').trim(),
    traps: withoutNewline(recordOf(pieces, 'trap')),
    functions: readFunctions(lines(recordOf(pieces, 'functions')), recordOf(pieces, 'bodies')),
    ...readVariables(pieces),
    left: {
      jobs: lines(recordOf(pieces, 'jobs')),
      arguments: Number(recordOf(pieces, 'arguments')),
      stack: Number(recordOf(pieces, 'stack')),
      limits: lines(recordOf(pieces, 'limits')).filter((line) => !lines(limits).includes(line)),
      aliases: lines(recordOf(pieces, 'aliases')),
      disabled: lines(recordOf(pieces, 'disabled')),
      descriptors: words(recordOf(pieces, 'descriptors')),
    },
  };
}

/** Later records of a name win: the first may be that of a local variable of the function in which the step ended. */
function readVariables(pieces: readonly Bytes[]): Pick<Capture, 'variables' | 'secrets'> {
  const variables = new Map<string, CapturedVariable>();
  const secrets = new Map<string, CapturedSecret>();
  let declared: readonly Bytes[] = [];
  let values: Bytes[] = [];
  for (const piece of pieces) {
    const [kind, rest] = cut(piece);
    const [name, value] = cut(rest);
    if (kind === 'declared') declared = lines(rest);
    if (kind === 'values') values.push(value);
    if (kind === 'more') values.push(rest);
    if (kind === 'secret') {
      const [flags, given] = cut(value);
      secrets.set(name, { flags, value: given });
    }
    if (kind !== 'var') continue;
    values = [];
    // Nothing was printed when the name, once its local was unset, is the name of nothing.
    if (value !== '') variables.set(name, readVariable(withoutNewline(value), values));
  }
  const skipped = words(recordOf(pieces, 'skip'));
  // `${!prefix@}` does not name what is declared without a value (`declare -A MAP`): the whole listing does.
  for (const line of declared) {
    const [, flags = '', name = ''] = /^declare -([aAilnrtuxc-]+) (\w+)$/.exec(line) ?? [];
    if (name === '' || variables.has(name) || skipped.includes(name) || name.startsWith('__rb_')) continue;
    variables.set(name, { declaration: line, flags, values: [] });
  }
  return { variables, secrets };
}

function readVariable(declaration: Bytes, values: readonly Bytes[]): CapturedVariable {
  const [, afterDeclare] = cut(declaration);
  return { declaration, flags: cut(afterDeclare)[0], values };
}

/** bash lists names and bodies in the same order. */
function readFunctions(declarations: readonly Bytes[], bodies: Bytes): Capture['functions'] {
  const functions = new Map<string, CapturedFunction>();
  let rest = bodies;
  const names = declarations.map((line) => line.split(' ').slice(2).join(' '));
  names.forEach((name, index) => {
    const next = names[index + 1];
    const length = next === undefined ? -1 : rest.indexOf(`\n${next} () \n`);
    const body = length < 0 ? rest : rest.slice(0, length + 1);
    rest = rest.slice(body.length);
    functions.set(name, { declaration: declarations[index] as Bytes, body });
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

export interface Record {
  /** Whether the step's text began. */
  readonly begun: boolean;
  /** Why the prelude would not begin: `cwd`, `state`, `variables NAME…`. */
  readonly refused: string | null;
  readonly capture: Capture | null;
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
  readonly variables: ReadonlyMap<string, CapturedVariable>;
  readonly secrets: ReadonlyMap<string, CapturedSecret>;
  /** What the next step will not see. */
  readonly left: LeftBehind;
}

/** Against a bash that has just started. */
export interface OptionChanges {
  readonly on: readonly Bytes[];
  readonly off: readonly Bytes[];
}

export interface CapturedVariable {
  /** As `declare -p` prints it. */
  readonly declaration: Bytes;
  /** Its attributes, as `declare` writes them (`--`, `-x`, `-ar`…). */
  readonly flags: Bytes;
  /** The value; of an array every element and key; nothing when it was declared without a value. */
  readonly values: readonly Bytes[];
}

interface CapturedFunction {
  readonly declaration: Bytes;
  readonly body: Bytes;
}

interface CapturedSecret {
  readonly flags: Bytes;
  readonly value: Bytes;
}

interface LeftBehind {
  readonly jobs: readonly Bytes[];
  readonly arguments: number;
  readonly stack: number;
  readonly limits: readonly Bytes[];
  readonly aliases: readonly Bytes[];
  readonly disabled: readonly Bytes[];
  readonly descriptors: readonly Bytes[];
}
