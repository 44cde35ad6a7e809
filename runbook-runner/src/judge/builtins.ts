import { parse } from 'unbash';
import type { Argument } from './argument.ts';
import { HOLE, isDynamic, literal, shown, valueOf } from './argument.ts';
import { assign, assignedNames, judgeName } from './assignment.ts';
import type { Place } from './command.ts';
import { judgeText, runArgv, runInShell } from './command.ts';
import { readOptions } from './options.ts';
import { report } from './report.ts';
import type { Frame } from './scope.ts';
import { copyOf } from './scope.ts';

import type { Stdin } from './stdin.ts';

type Builtin = (args: readonly Argument[], frame: Frame, stdin: Stdin, at: Place, name: string) => void;

/** Judges a builtin of bash and what it does to the scope. */
export function runBuiltin(name: string, args: readonly Argument[], frame: Frame, stdin: Stdin, at: Place): void {
  BUILTINS.get(name)?.(args, frame, stdin, at, name);
}

const harmless: Builtin = () => {};

const evaluating: Builtin = (args, frame, _stdin, at, name) => {
  if (args.some((argument) => /\$\(|`/u.test(argument.text))) {
    report(
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
    if (/^-\w*[niu]/u.test(argument.text) && name !== 'local') frame.scope.variables.clear();
    else if (argument.split || isDynamic(word)) frame.scope.variables.clear();
    else if (!argument.text.includes('=') && !word.startsWith('-')) judgeName(word, 'lasting', frame, at.offset);
    else if (at.node === null || !at.node.suffix.some((child) => child.type === 'Assignment' && child.name === word))
      forgetName(literal(word), frame, at);
  }
  if (args.some((argument) => /^-\w*n/u.test(argument.text)) && name !== 'export') {
    report(
      frame,
      at.offset,
      'DYNAMIC',
      'opaque',
      'Une référence de variable (« -n ») rend les valeurs suivantes inconnaissables.',
    );
  }
};

const set: Builtin = (args, frame, _stdin, at) => {
  const words = args.map((argument) => (argument.split ? HOLE : argument.text));
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const next = words[index + 1] ?? '';
    if (word === '--') {
      frame.scope.positional = args.slice(index + 1);
      return;
    }
    if (!/^[-+]/u.test(word)) {
      frame.scope.positional = args.slice(index);
      return;
    }
    const off = word.startsWith('+');
    const letters = word.slice(1);
    const option = letters.endsWith('o') ? next : '';
    if (letters.endsWith('o')) index++;
    if (isDynamic(word) || isDynamic(option))
      report(frame, at.offset, 'ENV', 'opaque', 'Options du shell connues seulement à l’exécution.');
    if (letters.includes('C') || option === 'noclobber') frame.scope.noclobber = !off;
    if (
      off &&
      (/[eEuC]/u.test(letters.replace(/o$/u, '')) || /^(errexit|errtrace|nounset|pipefail|noclobber)$/u.test(option))
    ) {
      report(
        frame,
        at.offset,
        'ENV',
        'change',
        `« set ${word}${option === '' ? '' : ` ${option}`} » lève une protection de l’étape.`,
      );
    }
    if (!off && (/[xv]/u.test(letters.replace(/o$/u, '')) || /^(xtrace|verbose)$/u.test(option))) {
      report(
        frame,
        at.offset,
        'ENV',
        'change',
        'L’affichage de chaque commande (« set -x ») montre aussi les valeurs.',
      );
    }
    if (!off && (/[kn]/u.test(letters.replace(/o$/u, '')) || /^(keyword|noexec)$/u.test(option))) {
      report(frame, at.offset, 'ENV', 'opaque', 'Cette option change la lecture de toutes les commandes suivantes.');
    }
  }
};

const shopt: Builtin = (args, frame, _stdin, at) => {
  if (
    args.some(
      (argument) =>
        isDynamic(argument.text) ||
        /^(expand_aliases|sourcepath|execfail|extdebug|compat.*|assoc_expand_once|lastpipe|localvar_inherit)$/u.test(
          argument.text,
        ),
    )
  ) {
    report(frame, at.offset, 'ENV', 'opaque', 'Cette option change la lecture de toutes les commandes suivantes.');
  }
  if (args.some((argument) => argument.text === '-uo' || argument.text === '-ou'))
    report(frame, at.offset, 'ENV', 'change', '« shopt -uo » lève une protection de l’étape.');
};

const trap: Builtin = (args, frame, stdin, at) => {
  const { operands, given } = readOptions(args, '-l -p', true);
  if (given.size > 0 || operands.length < 2) return;
  const handler = operands[0];
  if (handler === undefined || handler.text === '-' || handler.text === '') return;
  runText(handler, { ...frame, scope: lastingScope(frame) }, stdin, at, 'trap');
};

// A handler runs later: only a value assigned in one place of the text is still the same then.
function lastingScope(frame: Frame): Frame['scope'] {
  const scope = copyOf(frame.scope);
  const assigned = frame.anchor === null ? assignedNames(parse(frame.source), frame.scope) : 'any';
  if (assigned === 'any') scope.variables.clear();
  else for (const [name, places] of assigned) if (places > 1) scope.variables.delete(name);
  return scope;
}

const evaluate: Builtin = (args, frame, stdin, at) => {
  const words = args[0]?.text === '--' ? args.slice(1) : args;
  if (words.length === 0) return;
  runText(
    { text: words.map((word) => word.text).join(' '), split: words.some((word) => word.split), glob: false },
    frame,
    stdin,
    at,
    'eval',
  );
};

// In this very shell, so with its variables, unlike `bash -c`.
function runText(text: Argument, frame: Frame, stdin: Stdin, at: Place, name: string): void {
  if (text.split || isDynamic(text.text)) {
    report(
      frame,
      at.offset,
      'EXEC-OPAQUE',
      'opaque',
      `« ${name} » exécute un texte dont une partie n’est connue qu’à l’exécution.`,
    );
  }
  judgeText(text.text, { ...frame, depth: frame.depth + 1 }, stdin, at);
}

const source: Builtin = (args, frame, _stdin, at) => {
  frame.scope.variables.clear();
  report(
    frame,
    at.offset,
    'EXEC-OPAQUE',
    'opaque',
    `« source » exécute « ${shown(args[0]?.text ?? '')} », dont le contenu n’est pas jugé.`,
  );
};

const exec: Builtin = (args, frame, stdin, at) => {
  const { operands, unknown } = readOptions(args, '-c -l -a=', true);
  if (unknown !== null)
    return report(frame, at.offset, 'OPTION', 'opaque', `« exec » reçoit une option inconnue : « ${shown(unknown)} ».`);
  runArgv(operands, { ...frame, depth: frame.depth + 1 }, stdin, at);
};

const command: Builtin = (args, frame, stdin, at) => {
  const { operands, given, unknown } = readOptions(args, '-p -v -V', true);
  if (given.has('-v') || given.has('-V')) return;
  if (unknown !== null)
    return report(
      frame,
      at.offset,
      'OPTION',
      'opaque',
      `« command » reçoit une option inconnue : « ${shown(unknown)} ».`,
    );
  const name = valueOf(operands[0]);
  const inner = { ...frame, depth: frame.depth + 1 };
  if (name !== null && BUILTINS.has(name))
    return runBuiltin(name, operands.slice(1), inner, stdin, { ...at, node: null });
  runArgv(operands, inner, stdin, at);
};

const printf: Builtin = (args, frame, _stdin, at) => {
  const target = args[0]?.text;
  if (target === undefined || !(target.startsWith('-v') || args[0]?.split || target.startsWith(HOLE))) return;
  if (target !== '-v') return frame.scope.variables.clear();
  naming(args.slice(1, 2), frame, _stdin, at, 'printf -v');
};

const read: Builtin = (args, frame, stdin, at, name) => {
  const { operands, unknown } = readOptions(args, '-a= -d= -e -i= -n= -N= -p= -r -s -t= -u=');
  if (unknown !== null) frame.scope.variables.clear();
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
  if (unknown !== null) frame.scope.variables.clear();
  const callback = given.get('-C')?.[0];
  if (callback) runText({ ...callback, text: `${callback.text} ${HOLE}` }, frame, stdin, at, name);
  naming([literal('MAPFILE'), ...operands], frame, stdin, at, name);
};

const rebinding: Builtin = (args, frame, _stdin, at, name) => {
  const harmlessUse =
    args.length === 0 || (name === 'hash' && args.every((argument) => /^-[rtl]$|^[^-]/u.test(argument.text)));
  if (!harmlessUse)
    report(frame, at.offset, 'SHADOW', 'opaque', `« ${name} » peut donner un autre sens aux commandes suivantes.`);
};

const unset: Builtin = (args, frame, stdin, at, name) => {
  naming(args, frame, stdin, at, name);
  const functions = args.some((argument) => /^-\w*f/u.test(argument.text));
  for (const argument of args)
    if (functions || !frame.scope.variables.has(argument.text)) frame.scope.functions.delete(argument.text);
};

const shift: Builtin = (args, frame) => {
  const count = args.length === 0 ? 1 : Number(valueOf(args[0]) ?? Number.NaN);
  const { positional } = frame.scope;
  frame.scope.positional = positional && Number.isInteger(count) ? positional.slice(count) : null;
};

const kill: Builtin = (args, frame, _stdin, at) => {
  const words = args.map((argument) => argument.text);
  if (words[0] === '-0' || words[0] === '-l' || words[0] === '-L' || (words[0] === '-s' && words[1] === '0')) return;
  const everyone =
    words.slice(1).some((word) => /^-?1$/u.test(word)) || (words.length === 1 && /^-?1$/u.test(words[0] ?? ''));
  report(
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
  if (argument.split || isDynamic(argument.text)) return frame.scope.variables.clear();
  const name = /^[A-Za-z_]\w*/u.exec(argument.text)?.[0];
  if (name === undefined) return;
  judgeName(name, 'lasting', frame, at.offset);
  frame.scope.variables.delete(name);
}

function entries(names: string, builtin: Builtin): readonly (readonly [string, Builtin])[] {
  return names.split(' ').map((name) => [name, builtin] as const);
}

/** The builtins of bash that do not run as a program of their own. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map([
  ...entries(
    ': true false echo pwd exit return break continue cd pushd popd dirs jobs type times ulimit umask caller help logout compgen fg bg disown history',
    harmless,
  ),
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
]);
