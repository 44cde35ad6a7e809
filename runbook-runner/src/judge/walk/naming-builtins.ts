import type { Argument } from '../../shell-text/argument.ts';
import { exactValue, HOLE, isDynamic, literal } from '../../shell-text/argument.ts';
import { readOptions } from '../../shell-text/options.ts';
import { resolveText } from '../../shell-text/word.ts';
import { assign, judgeName } from './assignment.ts';
import type { Builtin } from './builtins.ts';
import { judgeValue } from './carried-command.ts';
import type { Place } from './command.ts';
import { runText } from './evaluation.ts';
import { isTaken } from './known-names.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';
import { forgetAllVariables, forgetFunctions, forgetVariables, setExported, unsettle } from './scope.ts';

export const evaluating: Builtin = (args, frame, _stdin, at, name) => {
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

export const naming: Builtin = (args, frame, stdin, at, name) => {
  evaluating(args, frame, stdin, at, name);
  for (const argument of args) forgetName(argument, frame, at);
};

export const declaring: Builtin = (args, frame, stdin, at, name) => {
  // The name is evaluated, and a value between parentheses, which is read again as the elements of an array.
  const assignments = (at.node?.suffix ?? []).filter((child) => child.type === 'Assignment');
  // An assignment of the text is judged as such: what its word contains is not yet expanded.
  const others = args.filter(({ text }) => !assignments.some((child) => child.text === text));
  const words = [
    ...others,
    ...assignments.flatMap(({ value }) =>
      value.type === 'Word' ? literal(`=${resolveText(value, frame.scope)}`) : [],
    ),
  ];
  const evaluated = words.map((word) => ({ ...word, text: word.text.replace(/^([^=]*)=(?!\().*$/su, '$1') }));
  evaluating(evaluated, frame, stdin, at, name);
  for (const { text } of others) judgeValue(text, frame, at.offset);
  for (const child of assignments) assign(child, frame, 'lasting');
  for (const argument of args) {
    const word = argument.text.replace(/[=+].*$/su, '');
    if (/^-\w*[niu]/u.test(argument.text) && name !== 'local') forgetAllVariables(frame.scope);
    else if (argument.split || isDynamic(word)) forgetAllVariables(frame.scope);
    else if (!argument.text.includes('=') && !word.startsWith('-')) judgeName(word, 'lasting', frame, at.offset);
    else if (!assignments.some((child) => child.name === word)) forgetName(literal(word), frame, at);
  }
  exportFunctions(args, frame, name);
  // What is assigned to them later is changed as well.
  if (args.some((argument) => /^[-+]\w*[iulcn]/u.test(argument.text)) && name !== 'export')
    unsettle(
      frame.scope,
      args.map((argument) => argument.text.replace(/[=+[].*$/su, '')),
    );
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

export const printf: Builtin = (args, frame, stdin, at) => {
  const target = args[0]?.text;
  if (target === undefined || !(target.startsWith('-v') || args[0]?.split || target.startsWith(HOLE))) return;
  if (target !== '-v') forgetAllVariables(frame.scope);
  else naming(args.slice(1, 2), frame, stdin, at, 'printf -v');
  judgeValue(args.map((argument) => argument.text).join(''), frame, at.offset);
};

export const read: Builtin = (args, frame, stdin, at, name) => {
  const { given, operands, unknown } = readOptions(args, '-a= -d= -e -i= -n= -N= -p= -r -s -t= -u=');
  if (unknown !== null) forgetAllVariables(frame.scope);
  if (stdin.kind === 'text') judgeValue(stdin.text, frame, at.offset);
  const arrays = (given.get('-a') ?? []).filter((word) => word !== null);
  naming([literal('REPLY'), ...arrays, ...operands], frame, stdin, at, name);
};

export const mapfile: Builtin = (args, frame, stdin, at, name) => {
  const { operands, given, unknown } = readOptions(args, '-d= -n= -O= -s= -t -u= -C= -c=');
  if (unknown !== null) forgetAllVariables(frame.scope);
  if (stdin.kind === 'text') judgeValue(stdin.text, frame, at.offset);
  const callback = given.get('-C')?.[0];
  if (callback) runText({ ...callback, text: `${callback.text} ${HOLE}` }, frame, stdin, at, name);
  naming([literal('MAPFILE'), ...operands], frame, stdin, at, name);
};

export const unset: Builtin = (args, frame, stdin, at, name) => {
  naming(args, frame, stdin, at, name);
  const { scope } = frame;
  const { given, operands, unknown } = readOptions(args, '-f -v -n', true);
  const understood = unknown === null && operands.every((word) => exactValue(word) !== null);
  if (!understood) return forgetFunctions(scope, 'all', 'perhaps');
  if (given.has('-v') || given.has('-n')) return;
  // Without `-f` a variable of that name goes first, and one may be set that is not known.
  const names = operands.map(({ text }) => text).filter((text) => given.has('-f') || !scope.variables.has(text));
  const isSure = (text: string) => given.has('-f') || !isTaken(text);
  forgetFunctions(scope, names.filter(isSure), 'surely');
  forgetFunctions(
    scope,
    names.filter((text) => !isSure(text) && scope.functions.has(text)),
    'perhaps',
  );
};

// `export -f f`, `declare -fx f`; `-n` and `+x` take it back. With `-r` no later definition is one.
function exportFunctions(args: readonly Argument[], { scope }: Frame, builtin: string): void {
  const options = args.filter(({ text }) => /^[-+]/u.test(text)).map(({ text }) => text);
  if (!options.some((option) => /^-\w*f/u.test(option))) return;
  if (builtin === 'readonly' || options.some((option) => /^-\w*r/u.test(option))) scope.unsure = true;
  const back = options.some((option) => /^-\w*n|^\+\w*x/u.test(option));
  const given = builtin === 'export' || options.some((option) => /^-\w*x/u.test(option));
  if (!back && !given) return;
  const words = args.filter(({ text }) => !/^[-+]/u.test(text));
  const names = words.map(({ text }) => text);
  if (words.some((word) => exactValue(word) === null)) setExported(scope, [...scope.functions.keys()], 'perhaps');
  else setExported(scope, names, back ? 'no' : 'surely');
}

/** Forgets a variable that a builtin assigns; all of them when its name is not known. */
function forgetName(argument: Argument, frame: Frame, at: Place): void {
  if (argument.split || isDynamic(argument.text)) return forgetAllVariables(frame.scope);
  const name = /^[A-Za-z_]\w*/u.exec(argument.text)?.[0];
  if (name === undefined) return;
  judgeName(name, 'lasting', frame, at.offset);
  forgetVariables(frame.scope, [name]);
}
