import type { Argument } from '../../shell-text/argument.ts';
import { exactValue, isDynamic } from '../../shell-text/argument.ts';
import type { Stdin } from '../../shell-text/stdin.ts';
import type { Place } from './command.ts';
import { runAsNamed } from './command.ts';
import { command, evaluate, exec, source, trap } from './evaluation.ts';
import { changingFolder } from './folder.ts';
import { declaring, evaluating, mapfile, naming, printf, read, unset } from './naming-builtins.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';
import { setPositional } from './scope.ts';
import { set, shopt } from './shell-options.ts';
import { spend } from './work.ts';

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

// In a branch most often: what follows runs or not.
const leaving: Builtin = (_args, frame) => {
  frame.scope.unsure = true;
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

const shift: Builtin = (args, frame, _stdin, at) => {
  if (!spend(frame, (frame.scope.positional?.length ?? 0) / 32, at.offset)) return;
  const count = args.length === 0 ? 1 : Number(exactValue(args[0]) ?? Number.NaN);
  const { positional } = frame.scope;
  setPositional(frame.scope, positional && Number.isInteger(count) ? positional.slice(count) : null);
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

function entries(names: string, builtin: Builtin): readonly (readonly [string, Builtin])[] {
  return names.split(' ').map((name) => [name, builtin] as const);
}

/** `jobs -x COMMAND` and `compgen -C COMMAND` run it; `compgen -F` calls a function, `compgen -W` expands its words. */
const running: Builtin = (args, frame, stdin, at, name) => {
  evaluating(args, frame, stdin, at, name);
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
    ...entries(': true false echo pwd dirs type times ulimit umask caller help fg bg disown', harmless),
    ...entries('exit logout return break continue', leaving),
    ...entries('cd pushd popd', changingFolder),
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
      runAsNamed(args, { ...frame, depth: frame.depth + 1 }, stdin, { ...at, node: null }),
    ),
    ...entries('printf', printf),
    ...entries('read', read),
    ...entries('mapfile readarray', mapfile),
    ...entries('unset', unset),
    ...entries('shift', shift),
    ...entries('kill', kill),
  ];
}
