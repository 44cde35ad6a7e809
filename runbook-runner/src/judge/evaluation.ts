import type { Argument } from './argument.ts';
import { exactValue, isDynamic, shown } from './argument.ts';
import { assignedNames } from './assignment.ts';
import type { Builtin } from './builtins.ts';
import { BUILTINS, runBuiltin } from './builtins.ts';
import type { Place } from './command.ts';
import { judgeText, runArgv } from './command.ts';
import { readOptions } from './options.ts';
import { report } from './report.ts';
import type { Frame } from './scope.ts';
import { copyOf, forgetAllVariables, forgetVariables } from './scope.ts';
import { shellTree } from './shell-tree.ts';
import type { Stdin } from './stdin.ts';

/** `trap`: its handler is judged where it is set. */
export const trap: Builtin = (args, frame, stdin, at) => {
  const { operands, given } = readOptions(args, '-l -p', true);
  if (given.size > 0 || operands.length < 2) return;
  const handler = operands[0];
  if (handler === undefined || handler.text === '-' || handler.text === '') return;
  runText(handler, { ...frame, scope: lastingScope(frame) }, stdin, at, 'trap');
};

// A handler runs later: only a value assigned in one place of the text is still the same then.
function lastingScope(frame: Frame): Frame['scope'] {
  const scope = copyOf(frame.scope);
  const assigned = frame.anchor === null ? assignedNames(shellTree(frame.source), frame.scope) : 'any';
  if (assigned === 'any') forgetAllVariables(scope);
  else
    forgetVariables(
      scope,
      [...assigned.keys()].filter((name) => assigned.get(name) !== 1),
    );
  return scope;
}

/** `eval`. */
export const evaluate: Builtin = (args, frame, stdin, at) => {
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
export function runText(text: Argument, frame: Frame, stdin: Stdin, at: Place, name: string): void {
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

/** `source` and `.`. */
export const source: Builtin = (args, frame, _stdin, at) => {
  forgetAllVariables(frame.scope);
  report(
    frame,
    at.offset,
    'EXEC-OPAQUE',
    'opaque',
    `« source » exécute « ${shown(args[0]?.text ?? '')} », dont le contenu n’est pas jugé.`,
  );
};

/** `exec`, with or without a command. */
export const exec: Builtin = (args, frame, stdin, at) => {
  const { operands, unknown } = readOptions(args, '-c -l -a=', true);
  if (unknown !== null)
    return report(frame, at.offset, 'OPTION', 'opaque', `« exec » reçoit une option inconnue : « ${shown(unknown)} ».`);
  runArgv(operands, { ...frame, depth: frame.depth + 1 }, stdin, at);
};

/** `command`. */
export const command: Builtin = (args, frame, stdin, at) => {
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
  const name = exactValue(operands[0]);
  const inner = { ...frame, depth: frame.depth + 1 };
  if (name !== null && BUILTINS.has(name))
    return runBuiltin(name, operands.slice(1), inner, stdin, { ...at, node: null });
  runArgv(operands, inner, stdin, at);
};
