import type { Command } from 'unbash';
import type { RiskRuleId } from '../../rules.ts';
import type { Argument } from '../../shell-text/argument.ts';
import { baseName, exactValue, shown } from '../../shell-text/argument.ts';
import type { Call, Level } from '../../shell-text/grammar.ts';
import { isUnderstood, levelsOf } from '../../shell-text/grammar.ts';
import type { Stdin } from '../../shell-text/stdin.ts';
import { resolveWords } from '../../shell-text/word.ts';
import { entryOf } from '../catalogue/catalogue.ts';
import type { Entry, HazardCase } from '../catalogue/entry.ts';
import { SAFE } from '../catalogue/entry.ts';
import { serviceVerb } from '../catalogue/service-verbs.ts';
import { tripwire } from '../tripwire.ts';
import { builtinOf } from './builtins.ts';
import { judgePrinted, judgeValue } from './carried-command.ts';
import { runInner } from './inner.ts';
import { isTaken } from './known-names.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';
import { copyOf, forget, freshScope } from './scope.ts';
import { judgeFunction } from './shell.ts';
import { hasTimeFor } from './work.ts';

export const DEEPEST = 8;
const MOST_WORDS = 2000;

/** Judges a simple command of the shell: a function, a builtin, a service or a command of the catalogue. */
export function runCommand(node: Command, frame: Frame, stdin: Stdin): void {
  const { name } = node;
  if (!name) return;
  const argv = resolveWords([name, ...node.args], frame.scope);
  // The arguments of a function are judged where it is called.
  if (frame.defining && frame.scope.positional === null && /^"?\$\{?[@*1-9]\}?"?$/u.test(name.text)) return;
  const at: Place = { node, offset: node.pos };
  if (frame.captured) judgePrinted(argv, frame, stdin, at.offset);
  runInShell(argv, frame, stdin, at);
}

/** The command's node, when its words come from the text itself, and where it begins. */
export interface Place {
  readonly node: Command | null;
  readonly offset: number;
}

/** Judges a command line as the shell would find it: functions and builtins first. */
export function runInShell(argv: readonly Argument[], frame: Frame, stdin: Stdin, at: Place): void {
  const name = exactValue(argv[0]);
  const definitions = name === null ? undefined : frame.scope.functions.get(name);
  if (definitions !== undefined && name !== null) return runEither(name, definitions, argv, frame, stdin, at);
  runAsNamed(argv, frame, stdin, at);
}

/** A function that some branches only define, or each in its own way: all that its name may run is judged. */
function runEither(
  name: string,
  definitions: readonly (string | null)[],
  argv: readonly Argument[],
  frame: Frame,
  stdin: Stdin,
  at: Place,
): void {
  const { scope } = frame;
  for (const definition of definitions) {
    // Where it is not defined, a name that is nothing else is not found.
    if (definition === null && !isTaken(name)) continue;
    const branch = definitions.length === 1 ? scope : copyOf(scope);
    const own = { ...frame, scope: branch };
    if (definition === null) runAsNamed(argv, own, stdin, at);
    else callFunction(name, definition, argv.slice(1), own, stdin, at);
    if (branch !== scope) forget(scope, branch);
  }
}

/** Judges what a name means when it is not that of a function. */
export function runAsNamed(argv: readonly Argument[], frame: Frame, stdin: Stdin, at: Place): void {
  const name = exactValue(argv[0]);
  const builtin = name === null ? undefined : builtinOf(name);
  if (builtin && name !== null) return builtin(argv.slice(1), frame, stdin, at, name);
  runArgv(argv, frame, stdin, at);
}

/** Judges a command line that no shell reads. */
export function runArgv(argv: readonly Argument[], frame: Frame, stdin: Stdin, at: Place): void {
  if (argv.length === 0) return;
  const tell = (rule: RiskRuleId, risk: 'destructive' | 'opaque', text: string) =>
    recordHazard(frame, at.offset, rule, risk, text);
  if (argv.length > MOST_WORDS) return tell('DEPTH', 'opaque', `Plus de ${MOST_WORDS} mots dans une commande.`);
  if (!hasTimeFor(argv, frame, at.offset)) return;
  if (frame.depth > DEEPEST) return tell('DEPTH', 'opaque', `Plus de ${DEEPEST} commandes emboîtées.`);
  const path = exactValue(argv[0]);
  if (path === null)
    return tell(
      'DYNAMIC',
      'opaque',
      `Le nom de la commande n’est connu qu’à l’exécution : « ${shown(argv[0]?.text ?? '')} ».`,
    );
  if (path.startsWith('@')) return runService(path, argv.slice(1), frame, stdin, at);
  const name = baseName(path);
  if (path.includes('/') && !isSystemProgram(path) && name !== 'manage.py') {
    return tell('EXEC-OPAQUE', 'opaque', `« ${shown(path)} » est un programme dont le contenu n’est pas jugé.`);
  }
  const entry = entryOf(name);
  if (!entry)
    return tell(
      'UNKNOWN',
      'destructive',
      `« ${name} » n’est pas au catalogue : une commande inconnue compte comme destructive.`,
    );
  applyEntry(entry, name, argv.slice(1), frame, stdin, at);
}

function applyEntry(
  entry: Entry,
  name: string,
  args: readonly Argument[],
  frame: Frame,
  stdin: Stdin,
  at: Place,
): void {
  const { folder } = frame.scope;
  const levels = levelsOf(entry, name, args).map((level) => ({ ...level, call: { ...level.call, folder } }));
  const tell = (call: Call, { rule, risk, text }: Omit<HazardCase, 'when'>) =>
    recordHazard(frame, at.offset, rule, risk, `« ${entry.shownAs?.(call) ?? call.name} » ${text}.`);
  for (const { grammar, call } of levels.slice(0, -1)) {
    const own = grammar.cases?.find((item) => item.when?.(call));
    if (own && own.risk !== 'safe') tell(call, own);
  }
  const last = levels.at(-1) as Level<Entry>;
  const { grammar, call } = last;
  if (!isUnderstood(last) && !asksForHelp(grammar, call)) {
    const risk = grammar.stop === true && !grammar.subcommands ? 'opaque' : 'destructive';
    const text = `reçoit une option que le catalogue ne connaît pas : « ${shown(call.unknown ?? '')} »`;
    return tell(call, { rule: 'OPTION', risk, text });
  }
  const found = asksForHelp(grammar, call)
    ? SAFE
    : grammar.cases?.find((item) => item.when === undefined || item.when(call));
  if (!found)
    tell(call, {
      rule: 'UNKNOWN',
      risk: 'destructive',
      text: 'est employé d’une façon que le catalogue ne connaît pas',
    });
  else if (found.risk !== 'safe') {
    tell(call, found);
    const word = found.wary ? tripwire(call.args) : null;
    if (word !== null)
      tell(call, {
        rule: 'TRIPWIRE',
        risk: 'destructive',
        text: `reçoit un texte qui contient « ${shown(word)} »`,
      });
  }
  for (const inner of grammar.runs?.(call) ?? []) {
    // `bash -c text name arguments…`
    if (inner.kind === 'shell' && inner.positional)
      for (const word of call.args) if (word !== inner.text) judgeValue(word.text, frame, at.offset);
    runInner(inner, call, frame, stdin, at);
  }
}

/** `dropdb --help`, `docker compose down --help`: nothing else on the line. What runs another command would give it the option. */
function asksForHelp(entry: Entry, { args, name }: Call): boolean {
  const [only, ...others] = args;
  return (
    others.length === 0 &&
    /^--(help|version)$/u.test(only?.text ?? '') &&
    !entry.runs &&
    !/^(init|telinit|killall5|python\S*|redis-cli|valkey-cli|keydb-cli)$/u.test(name)
  );
}

function runService(word: string, args: readonly Argument[], frame: Frame, stdin: Stdin, at: Place): void {
  const [, service = '', verb = ''] = /^@([^:]*):?(.*)$/su.exec(word) ?? [];
  const { services } = frame.inquiry;
  const colon = word.includes(':');
  if (services !== 'any' && !services.has(service)) {
    return recordHazard(frame, at.offset, 'SERVICE', 'opaque', `« @${service} » n’est pas un service de la cible.`);
  }
  if (!colon || verb === 'run') {
    const argv = args.length === 0 ? null : args;
    if (argv === null)
      return recordHazard(frame, at.offset, 'SERVICE', 'opaque', `« ${word} » n’a pas de commande à exécuter.`);
    const inside: Frame = { ...frame, depth: frame.depth + 1, scope: freshScope(frame.scope, [], 'no') };
    return runArgv(argv, inside, stdin, at);
  }
  const known = serviceVerb(verb);
  if (!known)
    return recordHazard(
      frame,
      at.offset,
      'SERVICE',
      'opaque',
      `« ${word} » : « ${verb} » n’est pas un verbe de service.`,
    );
  if (known.risk !== 'safe') recordHazard(frame, at.offset, 'SERVICE', known.risk, `« ${word} » ${known.text}.`);
}

function callFunction(
  name: string,
  definition: string,
  args: readonly Argument[],
  frame: Frame,
  stdin: Stdin,
  at: Place,
): void {
  if (frame.depth > DEEPEST)
    return recordHazard(
      frame,
      at.offset,
      'DEPTH',
      'opaque',
      `« ${name} » s’appelle trop profondément pour être jugée.`,
    );
  for (const { text } of args) judgeValue(text, frame, at.offset);
  const scope = { ...copyOf(frame.scope), positional: args };
  judgeFunction(
    definition,
    { ...frame, scope, depth: frame.depth + 1, anchor: frame.anchor ?? at.offset, defining: false },
    stdin,
  );
  forget(frame.scope, { ...scope, positional: frame.scope.positional });
}

const SYSTEM_FOLDERS = /^(\/usr(\/local)?)?\/s?bin\/[^/]+$|^\/usr\/lib\/(postgresql|git-core)\/([\w.]+\/bin\/)?[^/]+$/u;

function isSystemProgram(path: string): boolean {
  return SYSTEM_FOLDERS.test(path);
}
