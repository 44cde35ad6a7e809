import type { Bytes } from './bytes.ts';
import { quote, toBytes, toText } from './bytes.ts';
import type { Capture, OptionChanges } from './capture.ts';
import type { Variable } from './declarations.ts';

/** The state of a session before its first step: only the values of the runbook. */
export function initialState(cwd: string, values: ReadonlyMap<string, string>): KeptState {
  return {
    cwd: toBytes(cwd),
    variables: [...values].map(([name, value]) => ({
      name,
      declaration: `declare -- ${name}=${quote(toBytes(value))}`,
      value: toBytes(value),
    })),
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
  const [variables, lostVariables] = split(
    [...capture.variables].filter(([name]) => !shell.ownNames.has(name) && !secrets.names.has(name)),
    ([, variable]) => secrets.isIn([variable.declaration, ...variable.values]),
  );
  const [functions, lostFunctions] = split([...capture.functions], ([, { body }]) => secrets.isIn(body));
  const kept = new Set([...variables.map(([name]) => name), ...shell.ownNames]);
  const trapsLost = secrets.isIn(capture.traps);
  const state: KeptState = {
    cwd: capture.cwd,
    variables: variables.map(([name, variable]) => ({
      name,
      declaration: variable.declaration,
      value: isConstant(variable) ? (variable.values[0] ?? null) : null,
    })),
    unset: shell.environment.filter((name) => IDENTIFIER.test(name) && !kept.has(name)),
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

const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** What `judge` takes as constants. */
export function describeState(state: KeptState): SessionState {
  const variables = new Map<string, string>();
  for (const { name, value } of state.variables) if (value !== null) variables.set(name, toText(value));
  return {
    cwd: toText(state.cwd),
    variables,
    functions: new Map(state.functions.map(({ name, body }) => [toText(name), toText(body)])),
    exported: new Set(
      state.functions.filter(({ declaration }) => /^declare -f\w*x/.test(declaration)).map(({ name }) => toText(name)),
    ),
  };
}

/** Scalars only: not an array (a, A) nor a reference to another variable (n). */
function isConstant(variable: Variable): boolean {
  return !/[aAn]/.test(variable.flags);
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

function split<T>(all: readonly T[], isLost: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter((one) => !isLost(one)), all.filter(isLost)];
}

export interface SecretsOfSession {
  /** Names of the variables that hold secrets: each step is given them anew. */
  readonly names: ReadonlySet<string>;
  isIn: (pieces: Bytes | readonly Bytes[]) => boolean;
}

export interface ShellOfCapture {
  /** Names of the variables it was started with. */
  readonly environment: readonly string[];
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
  /** Names of the environment that the session has unset: a new bash inherits them again. */
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
  /** Null: not a plain value (an array, a reference, or none). */
  readonly value: Bytes | null;
}

interface KeptFunction {
  readonly name: Bytes;
  readonly declaration: Bytes;
  readonly body: Bytes;
}

/** The state as text, for those who judge the next step. */
export interface SessionState {
  readonly cwd: string;
  /** Plain variables and their values; arrays and references are not in it. */
  readonly variables: ReadonlyMap<string, string>;
  /** Functions and their definitions. */
  readonly functions: ReadonlyMap<string, string>;
  /** Those that another bash knows too. */
  readonly exported: ReadonlySet<string>;
}
