import type { Argument } from '../../shell-text/argument.ts';
import { exactValue, isDynamic, shown } from '../../shell-text/argument.ts';
import { EVALUATING_BUILTINS } from '../../shell-text/evaluating-builtins.ts';
import type { Inner } from '../../shell-text/grammar.ts';
import { callOf } from '../../shell-text/grammar.ts';
import type { Stdin } from '../../shell-text/stdin.ts';
import { shellTree } from '../../shell-text/tree.ts';
import { assignedNames } from './assignment.ts';
import type { Builtin } from './builtins.ts';
import { builtinOf } from './builtins.ts';
import type { Place } from './command.ts';
import { runArgv } from './command.ts';
import { judgeText } from './inner.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';
import { copyOf, doubtFunctions, forgetAllVariables, forgetVariables, mixFunctions, unsettle } from './scope.ts';
import { CHARACTERS_PER_UNIT, spend } from './work.ts';

/** `trap`: its handler is judged where it is set. */
export const trap: Builtin = (args, frame, stdin, at) => {
  for (const inner of run('trap', args)) {
    if (inner.kind !== 'shell' || !spend(frame, frame.source.length / CHARACTERS_PER_UNIT, at.offset)) continue;
    const scope = lastingScope(frame);
    runText(inner.text, { ...frame, scope }, stdin, at, 'trap');
    if (scope.functions !== frame.scope.functions || scope.exported !== frame.scope.exported) {
      mixFunctions(frame.scope, scope);
      frame.scope.unsure = true;
    }
    // After the end nothing is left to run; any other handler runs between two commands that are judged here.
    if (
      callOf(EVALUATING_BUILTINS.trap, 'trap', args)
        .operands.slice(1)
        .every(({ text }) => /^(EXIT|0)$/iu.test(text))
    )
      continue;
    const names = assignedNames(shellTree(inner.text.text), frame.scope);
    unsettle(frame.scope, names === 'any' ? 'any' : names.keys());
  }
};

function run(name: keyof typeof EVALUATING_BUILTINS, args: readonly Argument[]): readonly Inner[] {
  const grammar = EVALUATING_BUILTINS[name];
  return grammar.runs(callOf(grammar, name, args));
}

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
  for (const inner of run('eval', args)) if (inner.kind === 'shell') runText(inner.text, frame, stdin, at, 'eval');
};

// In this very shell, so with its variables, unlike `bash -c`.
export function runText(text: Argument, frame: Frame, stdin: Stdin, at: Place, name: string): void {
  const known = !text.split && !isDynamic(text.text);
  if (!known) {
    recordHazard(
      frame,
      at.offset,
      'EXEC-OPAQUE',
      'opaque',
      `« ${name} » exécute un texte dont une partie n’est connue qu’à l’exécution.`,
    );
  }
  judgeText(text.text, { ...frame, depth: frame.depth + 1 }, stdin, at);
  if (!known) doubtFunctions(frame.scope);
}

/** `source` and `.`. */
export const source: Builtin = (args, frame, _stdin, at) => {
  forgetAllVariables(frame.scope);
  doubtFunctions(frame.scope);
  recordHazard(
    frame,
    at.offset,
    'EXEC-OPAQUE',
    'opaque',
    `« source » exécute « ${shown(args[0]?.text ?? '')} », dont le contenu n’est pas jugé.`,
  );
};

/** `exec`, with or without a command. */
export const exec: Builtin = (args, frame, stdin, at) => {
  const { operands, unknown } = callOf(EVALUATING_BUILTINS.exec, 'exec', args);
  if (unknown !== null)
    return recordHazard(
      frame,
      at.offset,
      'OPTION',
      'opaque',
      `« exec » reçoit une option inconnue : « ${shown(unknown)} ».`,
    );
  runArgv(operands, { ...frame, depth: frame.depth + 1 }, stdin, at);
  if (operands.length > 0) frame.scope.unsure = true;
};

/** `command`. */
export const command: Builtin = (args, frame, stdin, at) => {
  const { operands, has, unknown } = callOf(EVALUATING_BUILTINS.command, 'command', args);
  if (has('-v', '-V')) return;
  if (unknown !== null)
    return recordHazard(
      frame,
      at.offset,
      'OPTION',
      'opaque',
      `« command » reçoit une option inconnue : « ${shown(unknown)} ».`,
    );
  const name = exactValue(operands[0]);
  const inner = { ...frame, depth: frame.depth + 1 };
  const builtin = name === null ? undefined : builtinOf(name);
  if (builtin && name !== null) return builtin(operands.slice(1), inner, stdin, { ...at, node: null }, name);
  runArgv(operands, inner, stdin, at);
};
