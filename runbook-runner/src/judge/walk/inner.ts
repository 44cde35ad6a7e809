import type { Argument } from '../../shell-text/argument.ts';
import { exactValue, HOLE, literal } from '../../shell-text/argument.ts';
import type { Call, Inner } from '../../shell-text/grammar.ts';
import { callOf } from '../../shell-text/grammar.ts';
import { SHELL_OPTIONS } from '../../shell-text/shells.ts';
import type { Stdin } from '../../shell-text/stdin.ts';
import { judgePsql } from '../sql/psql.ts';
import { judgeName } from './assignment.ts';
import { judgeValue } from './carried-command.ts';
import type { Place } from './command.ts';
import { DEEPEST, runArgv } from './command.ts';
import { enter, folderGiven } from './folder.ts';
import { recordHazard } from './record-hazard.ts';
import type { Certainty, Frame, Scope } from './scope.ts';
import { copyOf, freshScope, setExported } from './scope.ts';
import { judgeShell } from './shell.ts';
import { CHARACTERS_PER_UNIT, spend } from './work.ts';

/** Judges what a command makes run: another command, a text for another shell, or SQL. */
export function runInner(inner: Inner, call: Call, outer: Frame, stdin: Stdin, at: Place): void {
  const { name } = call;
  const frame: Frame = {
    ...outer,
    depth: outer.depth + 1,
    anchor: outer.anchor ?? at.offset,
    defining: false,
    captured: false,
  };
  const scope = innerScope(inner, call, outer.scope);
  const tell = (text: string) => recordHazard(outer, at.offset, 'EXEC-OPAQUE', 'opaque', text);
  switch (inner.kind) {
    case 'opaque':
      return recordHazard(outer, at.offset, inner.rule, 'opaque', `« ${name} » ${inner.text}.`);
    case 'environment':
      for (const word of inner.words) {
        judgeName(word.text.replace(/=.*$/su, ''), 'prefix', outer, at.offset);
        judgeValue(word.text, outer, at.offset);
      }
      return;
    case 'command':
      return runArgv(inner.argv, { ...frame, scope }, inner.consumes ? { kind: 'unknown' } : stdin, at);
    case 'shell':
    case 'shell-stdin': {
      const text = inner.kind === 'shell' ? inner.text : stdinText(stdin);
      if (text === null) return tell(`« ${name} » exécute ce qu’il lit sur son entrée, que l’on ne connaît pas.`);
      if (text.split || text.text.includes(HOLE))
        tell(`« ${name} » exécute un texte dont une partie n’est connue qu’à l’exécution.`);
      const input: Stdin = inner.kind === 'shell' ? stdin : { kind: 'unknown' };
      return judgeText(
        text.text,
        { ...frame, scope: freshScope(scope, inner.positional ?? [], inherits(inner, call)) },
        input,
        at,
      );
    }
    case 'sql':
      return judgePsql(inner.text.text, inner.variables, frame, at);
    case 'sql-stdin':
      if (stdin.kind === 'text') return judgePsql(stdin.text, inner.variables, frame, at);
      return recordHazard(
        outer,
        at.offset,
        'DB-PSQL',
        'opaque',
        `« ${name} » exécute du SQL lu sur son entrée ou dans un fichier, que l’on ne connaît pas.`,
      );
  }
}

/** What is still known where a wrapper runs a command: the same folder unless it changes it, or none of this machine. */
function innerScope(inner: Inner, call: Call, outer: Scope): Scope {
  const elsewhere = 'elsewhere' in inner && inner.elsewhere === true;
  const scope = copyOf(outer);
  if (elsewhere) [scope.folder, scope.worstFolder] = [null, null];
  const folder = folderGiven(call);
  if (folder !== undefined && !elsewhere) enter(scope, folder);
  if (elsewhere) scope.exported = new Map();
  else if (inner.kind === 'command') keepExported(scope, call);
  return scope;
}

/** Leaves the exported functions that stand in the environment of the command that a wrapper runs. */
function keepExported(scope: Scope, { name, has, values }: Call): void {
  const all = [...scope.exported.keys()];
  if (/^(sudo|doas)$/u.test(name) || (name === 'env' && has('-i', '--ignore-environment')))
    return setExported(scope, all, 'no');
  if (!KEEPS_ENVIRONMENT.test(name)) setExported(scope, all, 'perhaps');
  if (name !== 'env') return;
  for (const word of values('-u', '--unset')) {
    const unset = exactValue(word);
    if (unset === null) setExported(scope, all, 'perhaps');
    else setExported(scope, [unset.replace(/^BASH_FUNC_(.*)%%$/su, '$1')], 'no');
  }
}

const KEEPS_ENVIRONMENT =
  /^(env|timeout|nice|ionice|nohup|setsid|stdbuf|time|flock|strace|taskset|chrt|xargs|find|prlimit)$/u;

/** Whether another shell is a bash that reads the functions of its environment; `sh` is one on some systems. */
function inherits(inner: Inner, { name, args }: Call): Certainty | 'no' {
  if ('elsewhere' in inner && inner.elsewhere) return 'no';
  if (name !== 'bash') return 'perhaps';
  const { has, values } = callOf({ names: [name], options: SHELL_OPTIONS, stop: true }, name, args);
  if (has('-p', '-r', '--restricted')) return 'no';
  const options = values('-o').map(exactValue);
  if (options.some((option) => /^(privileged|restricted)$/u.test(option ?? ''))) return 'no';
  return options.includes(null) ? 'perhaps' : 'surely';
}

/** Judges a text that another shell will read. */
export function judgeText(text: string, frame: Frame, stdin: Stdin, at: Place): void {
  if (frame.depth > DEEPEST)
    return recordHazard(frame, at.offset, 'DEPTH', 'opaque', `Plus de ${DEEPEST} commandes emboîtées.`);
  if (!spend(frame, text.length / CHARACTERS_PER_UNIT, at.offset)) return;
  judgeShell(text, { ...frame, anchor: frame.anchor ?? at.offset, defining: false }, stdin);
}

function stdinText(stdin: Stdin): Argument | null {
  return stdin.kind === 'text' ? literal(stdin.text) : null;
}
