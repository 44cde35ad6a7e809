import type { VariableValue } from '../parse/runbook.ts';
import { assignment } from './assignment.ts';
import type { Bytes } from './bytes.ts';
import { toBytes, toText } from './bytes.ts';
import type { Capture, OptionChanges } from './capture.ts';
import type { Variable } from './declarations.ts';

/** The state of a session before its first step: only the values of the runbook. */
export function initialState(cwd: string, values: ReadonlyMap<string, VariableValue>): KeptState {
  return {
    cwd: toBytes(cwd),
    variables: [...values].map(([name, value]) =>
      typeof value === 'string'
        ? { name, declaration: `declare -- ${assignment(name, toBytes(value))}`, value: toBytes(value) }
        : { name, declaration: `declare -a ${assignment(name, value.map(toBytes))}`, value: value.map(toBytes) },
    ),
    unset: [],
    functions: [],
    set: { on: [], off: [] },
    shopt: { on: [], off: [] },
    umask: null,
    traps: '',
  };
}

/**
 * What of a capture lasts. What is not kept, secrets and what holds one, is named in French notes.
 * @returns a reason instead when the state as a whole cannot be kept.
 */
export function keepState(capture: Capture, secrets: SecretsOfSession, shell: ShellOfCapture): Kept | Refused {
  if (secrets.isIn(capture.cwd)) return { refused: 'le chemin du dossier courant contient la valeur d’un secret' };
  // What a new shell has by itself is left to it: whoever resumes has a home, a terminal and an ssh agent of their own.
  const isFresh = ([name, { declaration }]: readonly [Bytes, Variable]) =>
    shell.fresh.get(name)?.declaration === declaration;
  const [fresh, changed] = split(
    [...capture.variables].filter(([name]) => !shell.ownNames.has(name) && !secrets.names.has(name)),
    isFresh,
  );
  const [lostVariables, variables] = split(changed, ([, { declaration, values }]) =>
    secrets.isIn([declaration, ...values]),
  );
  const [lostFunctions, functions] = split([...capture.functions], ([, { body }]) => secrets.isIn(body));
  const there = new Set([...fresh, ...variables].map(([name]) => name));
  const trapsLost = secrets.isIn(capture.traps);
  const state: KeptState = {
    cwd: capture.cwd,
    variables: variables.map(([name, variable]) => ({
      name,
      declaration: variable.declaration,
      value: plainValue(variable) ?? itemsOf(variable),
    })),
    unset: [...shell.fresh.keys()].filter((name) => !there.has(name) && !shell.ownNames.has(name)),
    functions: functions.map(([name, { declaration, body }]) => ({ name, declaration, body })),
    set: without(capture.set, SET_ANEW),
    shopt: without(capture.shopt, ['inherit_errexit']),
    umask: capture.umask,
    traps: trapsLost ? '' : capture.traps,
  };
  if (secrets.isIn(JSON.stringify(state))) return { refused: 'l’état contient la valeur d’un secret' };
  const lost = (what: string, names: readonly string[]) =>
    names.map((name) => `${what} « ${toText(name)} » contient la valeur d’un secret : elle ne dure qu’une étape.`);
  return {
    state,
    notes: [
      ...lost(
        'La variable',
        lostVariables.map(([name]) => name),
      ),
      ...lost(
        'La fonction',
        lostFunctions.map(([name]) => name),
      ),
      ...(trapsLost ? ['Un trap contient la valeur d’un secret : aucun trap n’est conservé.'] : []),
    ],
  };
}

/** What `judge` takes as constants: of a new shell and of this state, which it is given. */
export function describeState(state: KeptState, fresh: ShellOfCapture['fresh']): SessionState {
  const variables = new Map<Bytes, KeptVariable['value']>();
  for (const [name, variable] of fresh) variables.set(name, plainValue(variable));
  for (const name of state.unset) variables.delete(name);
  for (const { name, value } of state.variables) variables.set(name, value);
  return {
    cwd: toText(state.cwd),
    variables: new Map([...variables].flatMap(([name, value]) => (value === null ? [] : [[name, valueAsText(value)]]))),
    functions: new Map(state.functions.map(({ name, body }) => [toText(name), toText(body)])),
    exported: new Set(
      state.functions.filter(({ declaration }) => /^declare -f\w*x/.test(declaration)).map(({ name }) => toText(name)),
    ),
  };
}

function valueAsText(value: Bytes | readonly Bytes[]): VariableValue {
  return typeof value === 'string' ? toText(value) : value.map(toText);
}

/** Of an array whose elements follow each other from 0, as those of a list do; nobody looks into a very long one. */
function itemsOf({ flags, values }: Variable): readonly Bytes[] | null {
  if (!flags.includes('a') || flags.includes('n') || values.length > 2 * MOST_ITEMS) return null;
  const items = values.filter((_, index) => index % 2 === 0);
  return items.every((_, index) => values[2 * index + 1] === String(index)) ? items : null;
}

const MOST_ITEMS = 4096;

/** Of scalars only: not of an array (a, A) nor of a reference to another variable (n). */
function plainValue({ flags, values }: Variable): Bytes | null {
  return /[aAn]/.test(flags) ? null : (values[0] ?? null);
}

/** Options that every step starts with, or that only an interactive or a failing shell has. */
const SET_ANEW = [
  'errexit',
  'errtrace',
  'nounset',
  'pipefail',
  'noclobber',
  'noexec',
  'onecmd',
  'privileged',
  'emacs',
  'vi',
  'history',
  'histexpand',
];

function without(changes: OptionChanges, names: readonly string[]): OptionChanges {
  const keep = (name: Bytes) => !names.includes(name);
  return { on: changes.on.filter(keep), off: changes.off.filter(keep) };
}

/** Those of which it is true, and the others. */
function split<T>(all: readonly T[], isSo: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isSo), all.filter((one) => !isSo(one))];
}

export interface SecretsOfSession {
  /** Names of the variables that hold secrets: each step is given them anew. */
  readonly names: ReadonlySet<string>;
  isIn: (pieces: Bytes | readonly Bytes[]) => boolean;
}

export interface ShellOfCapture {
  /** What it has before anything is restored: its environment, and what bash sets. */
  readonly fresh: ReadonlyMap<Bytes, Variable>;
  /** Variables that it sets for itself and that are not part of the session. */
  readonly ownNames: ReadonlySet<string>;
}

export interface Kept {
  readonly state: KeptState;
  readonly notes: readonly string[];
}

export interface Refused {
  readonly refused: string;
}

/** What goes from one step to the next; written to the state file. */
export interface KeptState {
  readonly cwd: Bytes;
  readonly variables: readonly KeptVariable[];
  /** Names that the session has unset and that a new bash has by itself. */
  readonly unset: readonly Bytes[];
  readonly functions: readonly KeptFunction[];
  readonly set: OptionChanges;
  readonly shopt: OptionChanges;
  /** A command that sets it; null: that of the runner. */
  readonly umask: Bytes | null;
  /** Commands that set them. */
  readonly traps: Bytes;
}

interface KeptVariable {
  readonly name: Bytes;
  /** A command that declares it, with its value and attributes. */
  readonly declaration: Bytes;
  /** Null: neither a plain value nor a list (a reference, an associative or sparse array, or none). */
  readonly value: Bytes | readonly Bytes[] | null;
}

interface KeptFunction {
  readonly name: Bytes;
  readonly declaration: Bytes;
  readonly body: Bytes;
}

/** The state as text, for those who judge the next step. */
export interface SessionState {
  readonly cwd: string;
  /** Plain variables and lists; other arrays and references are not in it. */
  readonly variables: ReadonlyMap<string, VariableValue>;
  /** Functions and their definitions. */
  readonly functions: ReadonlyMap<string, string>;
  /** Those that another bash knows too. */
  readonly exported: ReadonlySet<string>;
}
