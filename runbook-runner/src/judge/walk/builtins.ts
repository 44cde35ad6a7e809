import type { Argument } from '../../shell-text/argument.ts';
import { exactValue, HOLE, isDynamic, literal } from '../../shell-text/argument.ts';
import { readOptions } from '../../shell-text/options.ts';
import type { Stdin } from '../../shell-text/stdin.ts';
import { assign, judgeName } from './assignment.ts';
import type { Place } from './command.ts';
import { runInShell } from './command.ts';
import { command, evaluate, exec, runText, source, trap } from './evaluation.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';
import { forgetAllVariables, forgetVariables } from './scope.ts';
import { set, shopt } from './shell-options.ts';

export type Builtin = (args: readonly Argument[], frame: Frame, stdin: Stdin, at: Place, name: string) => void;

/**
 * How a builtin of bash, and what it does to the scope, is judged; undefined: not a builtin.
 * A builtin may run a command (`eval`, `exec`, `trap`), which may be a builtin: as in any interpreter, the files of this
 * folder import each other in a circle. None of them may use another while it loads, hence a table made at the first call.
 */
export function builtinOf(name: string): Builtin | undefined {
  builtins ??= new Map(tableOfBuiltins());
  return builtins.get(name);
}

let builtins: ReadonlyMap<string, Builtin> | undefined;

const harmless: Builtin = () => {};

const evaluating: Builtin = (args, frame, _stdin, at, name) => {
  if (args.some((argument) => /\$\(|`/u.test(argument.text))) {
    recordHazard(
      frame,
      at.offset,
      'EXPAND',
      'opaque',
      `« ${name} » évalue une chaîne qui contient une substitution de commande.`,
    );
  }
};

const naming: Builtin = (args, frame, stdin, at, name) => {
  evaluating(args, frame, stdin, at, name);
  for (const argument of args) forgetName(argument, frame, at);
};

const declaring: Builtin = (args, frame, stdin, at, name) => {
  // Only the name is evaluated, not the value.
  const names = args.map((argument) => ({ ...argument, text: argument.text.replace(/=.*$/su, '') }));
  evaluating(names, frame, stdin, at, name);
  for (const child of at.node?.suffix ?? []) if (child.type === 'Assignment') assign(child, frame, 'lasting');
  for (const argument of args) {
    const word = argument.text.replace(/[=+].*$/su, '');
    if (/^-\w*[niu]/u.test(argument.text) && name !== 'local') forgetAllVariables(frame.scope);
    else if (argument.split || isDynamic(word)) forgetAllVariables(frame.scope);
    else if (!argument.text.includes('=') && !word.startsWith('-')) judgeName(word, 'lasting', frame, at.offset);
    else if (at.node === null || !at.node.suffix.some((child) => child.type === 'Assignment' && child.name === word))
      forgetName(literal(word), frame, at);
  }
  if (args.some((argument) => /^-\w*n/u.test(argument.text)) && name !== 'export') {
    recordHazard(
      frame,
      at.offset,
      'DYNAMIC',
      'opaque',
      'Une référence de variable (« -n ») rend les valeurs suivantes inconnaissables.',
    );
  }
};

const printf: Builtin = (args, frame, _stdin, at) => {
  const target = args[0]?.text;
  if (target === undefined || !(target.startsWith('-v') || args[0]?.split || target.startsWith(HOLE))) return;
  if (target !== '-v') return forgetAllVariables(frame.scope);
  naming(args.slice(1, 2), frame, _stdin, at, 'printf -v');
};

const read: Builtin = (args, frame, stdin, at, name) => {
  const { operands, unknown } = readOptions(args, '-a= -d= -e -i= -n= -N= -p= -r -s -t= -u=');
  if (unknown !== null) forgetAllVariables(frame.scope);
  naming(
    [literal('REPLY'), ...args.filter((_, index) => args[index - 1]?.text === '-a'), ...operands],
    frame,
    stdin,
    at,
    name,
  );
};

const mapfile: Builtin = (args, frame, stdin, at, name) => {
  const { operands, given, unknown } = readOptions(args, '-d= -n= -O= -s= -t -u= -C= -c=');
  if (unknown !== null) forgetAllVariables(frame.scope);
  const callback = given.get('-C')?.[0];
  if (callback) runText({ ...callback, text: `${callback.text} ${HOLE}` }, frame, stdin, at, name);
  naming([literal('MAPFILE'), ...operands], frame, stdin, at, name);
};

const rebinding: Builtin = (args, frame, _stdin, at, name) => {
  const harmlessUse =
    args.length === 0 || (name === 'hash' && args.every((argument) => /^-[rtl]$|^[^-]/u.test(argument.text)));
  if (!harmlessUse)
    recordHazard(
      frame,
      at.offset,
      'SHADOW',
      'opaque',
      `« ${name} » peut donner un autre sens aux commandes suivantes.`,
    );
};

const unset: Builtin = (args, frame, stdin, at, name) => {
  naming(args, frame, stdin, at, name);
  const functions = args.some((argument) => /^-\w*f/u.test(argument.text));
  const gone = args.filter(({ text }) => functions || !frame.scope.variables.has(text)).map(({ text }) => text);
  frame.scope.functions = new Map([...frame.scope.functions].filter(([known]) => !gone.includes(known)));
};

const shift: Builtin = (args, frame) => {
  const count = args.length === 0 ? 1 : Number(exactValue(args[0]) ?? Number.NaN);
  const { positional } = frame.scope;
  frame.scope.positional = positional && Number.isInteger(count) ? positional.slice(count) : null;
};

const kill: Builtin = (args, frame, _stdin, at) => {
  const words = args.map((argument) => argument.text);
  if (words[0] === '-0' || words[0] === '-l' || words[0] === '-L' || (words[0] === '-s' && words[1] === '0')) return;
  const everyone =
    words.slice(1).some((word) => /^-?1$/u.test(word)) || (words.length === 1 && /^-?1$/u.test(words[0] ?? ''));
  recordHazard(
    frame,
    at.offset,
    'PROC',
    everyone ? 'critical' : 'destructive',
    everyone
      ? '« kill » arrête tous les processus.'
      : '« kill » arrête un processus : ce qu’il n’a pas écrit est perdu.',
  );
};

/** Forgets a variable that a builtin assigns; all of them when its name is not known. */
function forgetName(argument: Argument, frame: Frame, at: Place): void {
  if (argument.split || isDynamic(argument.text)) return forgetAllVariables(frame.scope);
  const name = /^[A-Za-z_]\w*/u.exec(argument.text)?.[0];
  if (name === undefined) return;
  judgeName(name, 'lasting', frame, at.offset);
  forgetVariables(frame.scope, [name]);
}

function entries(names: string, builtin: Builtin): readonly (readonly [string, Builtin])[] {
  return names.split(' ').map((name) => [name, builtin] as const);
}

/** `jobs -x COMMAND` and `compgen -C COMMAND` run it; `compgen -F` calls a function. */
const running: Builtin = (args, frame, _stdin, at, name) => {
  if (!args.some((word) => word.split || isDynamic(word.text) || /^-[a-zA-Z]*[xCF]/u.test(word.text))) return;
  recordHazard(frame, at.offset, 'EXEC-OPAQUE', 'opaque', `« ${name} » lance une commande.`);
};

/** Reads or lists nothing else than the history of the shell; any letter among these changes it, or a file. */
const rewriting: Builtin = (args, frame, _stdin, at) => {
  if (!args.some((word) => word.split || isDynamic(word.text) || /^-[a-z]*[acdnrsw]/u.test(word.text))) return;
  recordHazard(frame, at.offset, 'FS-EDIT', 'destructive', '« history » efface l’historique ou écrit dans un fichier.');
};

/** The builtins of bash that do not run as a program of their own. */
function tableOfBuiltins(): readonly (readonly [string, Builtin])[] {
  return [
    ...entries(
      ': true false echo pwd exit return break continue cd pushd popd dirs type times ulimit umask caller help logout fg bg disown',
      harmless,
    ),
    ...entries('jobs compgen', running),
    ...entries('history', rewriting),
    ...entries('test [', evaluating),
    ...entries('getopts let wait', naming),
    ...entries('declare typeset local readonly export', declaring),
    ...entries('alias enable hash bind complete compopt fc unalias suspend', rebinding),
    ...entries('. source', source),
    ...entries('set', set),
    ...entries('shopt', shopt),
    ...entries('trap', trap),
    ...entries('eval', evaluate),
    ...entries('exec', exec),
    ...entries('command', command),
    ...entries('builtin', (args, frame, stdin, at) =>
      runInShell(args, { ...frame, depth: frame.depth + 1 }, stdin, { ...at, node: null }),
    ),
    ...entries('printf', printf),
    ...entries('read', read),
    ...entries('mapfile readarray', mapfile),
    ...entries('unset', unset),
    ...entries('shift', shift),
    ...entries('kill', kill),
  ];
}
