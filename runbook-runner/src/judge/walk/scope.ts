import type { Argument } from '../../shell-text/argument.ts';
import type { Known, Value } from '../../shell-text/known.ts';
import { SET_BY_BASH } from '../../shell-text/names.ts';
import type { Hazard } from '../hazard.ts';
import { worstOf } from './folder.ts';
import { UNREAD_DEFINITION } from './function-body.ts';

/**
 * What a shell knows at one point of its text. A branch works on a copy: see `forget`. Copies share their maps: when one
 * changes, another map takes its place.
 */
export interface Scope extends Known {
  /** A name that is absent has an unknown value. */
  variables: ReadonlyMap<string, Value>;
  functions: Known['functions'];
  /** Those of them that another bash inherits. */
  exported: ReadonlyMap<string, Certainty>;
  /** `set -a`: what is defined from now on is exported. */
  allexport: Certainty | 'no';
  /** What follows may not run (`exit`), or be undone: a definition only adds to what its name may be. */
  unsure: boolean;
  positional: readonly Argument[] | null;
  noclobber: boolean;
  /** The current folder, when the text has named it. */
  folder: string | null;
  /** Of those where it has been, the one where a write is worst. */
  worstFolder: string | null;
  /** What a handler may assign between any two commands, or an attribute changes: never known again. `@`: the arguments. */
  unsteady: ReadonlySet<string> | 'any';
}

export type Certainty = 'surely' | 'perhaps';

/** One judgement: what every frame shares. */
export interface Inquiry {
  readonly services: ReadonlySet<string> | 'any';
  readonly hazards: Hazard[];
  /** SQL texts, judged last so that PostgreSQL's parser is loaded only when there is one. */
  readonly sql: SqlText[];
  /** Work that may still be done: functions that call each other would never end. See `spend`. */
  work: number;
}

interface SqlText {
  readonly text: string;
  readonly offset: number;
}

/** Where the text being walked stands. */
export interface Frame {
  readonly inquiry: Inquiry;
  /** The text that the positions of the tree count from. */
  readonly source: string;
  readonly scope: Scope;
  /** Offset, in the judged text, of the command this text comes from; null in the judged text itself. */
  readonly anchor: number | null;
  /** Wrappers, shells and functions entered. */
  readonly depth: number;
  /** In the definition of a function: its arguments are judged where it is called. */
  readonly defining: boolean;
  /** What is printed here is read by the shell, or by the next command of a pipeline. */
  readonly captured: boolean;
  /** What this text writes to each of its coprocesses, by name; null: unknown. */
  readonly coprocesses: ReadonlyMap<string, string | null>;
}

export function copyOf(scope: Scope): Scope {
  return { ...scope };
}

export function setVariable(scope: Scope, name: string, value: Value): void {
  if (SET_BY_BASH.test(name) || isUnsteady(scope, name)) return forgetVariables(scope, [name]);
  const known = scope.variables.size < MOST_KNOWN ? scope.variables : [];
  scope.variables = new Map(known).set(name, value);
}

/** Each change copies the map. Beyond, what was known is forgotten, which only raises a risk. */
const MOST_KNOWN = 500;

export function setFunction(scope: Scope, name: string, definition: string): void {
  const definitions = scope.unsure ? either(scope.functions.get(name) ?? NOT_DEFINED, [definition]) : [definition];
  scope.functions = new Map(scope.functions).set(name, definitions);
  if (scope.allexport !== 'no' && scope.exported.get(name) !== 'surely') setExported(scope, [name], scope.allexport);
}

/** `unset`; `perhaps`: of these functions, or of all, any may be gone. */
export function forgetFunctions(scope: Scope, names: readonly string[] | 'all', sure: Certainty): void {
  const certainty = scope.unsure ? 'perhaps' : sure;
  const functions = new Map(scope.functions);
  for (const name of names === 'all' ? functions.keys() : names) {
    if (certainty === 'surely') functions.delete(name);
    else functions.set(name, either(functions.get(name) ?? NOT_DEFINED, NOT_DEFINED));
  }
  scope.functions = functions;
  const exported = [...scope.exported.keys()].filter((name) => names === 'all' || names.includes(name));
  setExported(scope, exported, certainty === 'surely' ? 'no' : 'perhaps');
}

/** After a text that was not read, and may have defined, exported or removed any of them. */
export function doubtFunctions(scope: Scope): void {
  const names = [...scope.functions.keys()];
  scope.functions = new Map(names.map((name) => [name, [UNREAD_DEFINITION]]));
  setExported(scope, names, 'perhaps');
  scope.allexport = 'perhaps';
}

export function setExported(scope: Scope, names: readonly string[], certainty: Certainty | 'no'): void {
  const exported = new Map(scope.exported);
  for (const name of names) {
    const changes = certainty !== (exported.get(name) ?? 'no');
    const after = scope.unsure && changes ? 'perhaps' : certainty;
    if (after === 'no') exported.delete(name);
    else exported.set(name, after);
  }
  scope.exported = exported;
}

export function setPositional(scope: Scope, words: readonly Argument[] | null): void {
  scope.positional = isUnsteady(scope, '@') ? null : words;
}

/** From now on the values of these names, whatever is assigned to them, are not known. */
export function unsettle(scope: Scope, names: Iterable<string> | 'any'): void {
  if (names === 'any' || scope.unsteady === 'any') {
    scope.unsteady = 'any';
    forgetAllVariables(scope);
  } else {
    scope.unsteady = new Set([...scope.unsteady, ...names]);
    forgetVariables(scope, scope.unsteady);
  }
  if (isUnsteady(scope, '@')) scope.positional = null;
}

function isUnsteady({ unsteady }: Scope, name: string): boolean {
  return unsteady === 'any' || unsteady.has(name);
}

/** After an assignment of values that are not known. */
export function forgetVariables(scope: Scope, names: Iterable<string>): void {
  let left: Map<string, Value> | undefined;
  for (const name of names) {
    if (!scope.variables.has(name)) continue;
    left ??= new Map(scope.variables);
    left.delete(name);
  }
  if (left) scope.variables = left;
}

/** After what may have assigned any of them. */
export function forgetAllVariables(scope: Scope): void {
  scope.variables = new Map();
}

/** A shell of its own: variables are not exported, noclobber is not inherited; functions only by a bash of the same environment. */
export function freshScope(scope: Scope, positional: readonly Argument[], inherits: Certainty | 'no'): Scope {
  const exported = inherits === 'no' ? new Map<string, Certainty>() : scope.exported;
  const functions = new Map<string, Definitions>();
  for (const [name, definitions] of scope.functions) {
    const certainty = exported.get(name);
    if (certainty === undefined) continue;
    functions.set(name, inherits === 'surely' && certainty === 'surely' ? definitions : [UNREAD_DEFINITION]);
  }
  return {
    variables: new Map(),
    functions,
    exported,
    allexport: 'no',
    unsure: false,
    positional,
    noclobber: false,
    folder: scope.folder,
    worstFolder: scope.worstFolder,
    unsteady: new Set(),
  };
}

/** After a branch that may not have run: what it changed is unknown. */
export function forget(scope: Scope, branch: Scope): void {
  if (branch.variables !== scope.variables) {
    const { variables } = branch;
    const changed = [...scope.variables].filter(([name, value]) => variables.get(name) !== value);
    forgetVariables(
      scope,
      changed.map(([name]) => name),
    );
  }
  mixFunctions(scope, branch);
  if (scope.positional !== branch.positional) scope.positional = null;
  if (!branch.noclobber) scope.noclobber = false;
  if (branch.folder !== scope.folder && worstOf(branch.folder, scope.folder) === branch.folder)
    scope.folder = branch.folder;
  scope.worstFolder = worstOf(scope.worstFolder, branch.worstFolder);
  if (branch.unsteady !== scope.unsteady) unsettle(scope, branch.unsteady);
}

/** The functions, after a branch that may not have run. */
export function mixFunctions(scope: Scope, branch: Scope): void {
  if (branch.functions !== scope.functions) scope.functions = eitherFunctions(scope.functions, branch.functions);
  if (branch.exported !== scope.exported) {
    const { exported } = scope;
    const names = new Set([...exported.keys(), ...branch.exported.keys()]);
    const both = (name: string) => exported.get(name) === 'surely' && branch.exported.get(name) === 'surely';
    scope.exported = new Map([...names].map((name) => [name, both(name) ? 'surely' : 'perhaps']));
  }
  if (scope.allexport !== branch.allexport) scope.allexport = 'perhaps';
  scope.unsure ||= branch.unsure;
}

/** What each may be once the branch has run, or not: removed there, or defined there only, its name may be free. */
function eitherFunctions(before: Known['functions'], after: Known['functions']): Known['functions'] {
  const all = new Map(after);
  for (const name of [...before.keys(), ...after.keys()])
    all.set(name, either(before.get(name) ?? NOT_DEFINED, after.get(name) ?? NOT_DEFINED));
  return all;
}

function either(one: Definitions, other: Definitions): Definitions {
  return one === other ? one : [...new Set([...one, ...other])];
}

const NOT_DEFINED: Definitions = [null];
type Definitions = readonly (string | null)[];
