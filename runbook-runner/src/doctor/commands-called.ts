import { namesSetBy } from '../check/shell/names-set.ts';
import type { ShellScript } from '../check/shell/script.ts';
import { readScript } from '../check/shell/script.ts';
import { builtinOf } from '../judge/walk/builtins.ts';
import type { Runbook } from '../parse/runbook.ts';
import { exactValue } from '../shell-text/argument.ts';
import type { Invocation } from '../shell-text/invocation.ts';

/** The programs that a runbook looks for on the machine of the steps: behind wrappers too, not in services or elsewhere. */
export function commandsCalled({ steps, variables }: Runbook): readonly CalledCommand[] {
  const texts = [
    ...steps.map(({ id, text }) => ({ step: id, text })),
    ...variables.flatMap(({ name, choices }) => (choices ? [{ step: name, text: choices.command }] : [])),
  ].map(({ step, text }) => ({ step, script: readScript(text) }));
  const scripts = texts.map(({ script }) => script);
  const functions = new Set(scripts.flatMap((script) => script.functions));
  const foreseen = new Set(scripts.flatMap(namesAskedFor));
  const certain = !scripts.some(mayBringCommands);
  const found = new Map<string, CalledCommand>();
  for (const { step, script } of texts) {
    for (const name of programsOf(script)) {
      if (functions.has(name) || foreseen.has(name) || found.has(name)) continue;
      found.set(name, { name, step, certain });
    }
  }
  return [...found.values()];
}

export interface CalledCommand {
  /** As it is written: a name, or an absolute path. */
  readonly name: string;
  /** The first step that calls it, or the variable whose choices it lists. */
  readonly step: string;
  /** False: a step may well bring it (it installs, reads another script, or changes PATH). */
  readonly certain: boolean;
}

/** The programs that a shell text starts here. */
export function programsOf(script: ShellScript): readonly string[] {
  if (script.errors.length > 0) return [];
  return script.commands.flatMap(({ invocations }) => {
    const applets = invocations.findIndex(({ program }) => program === 'busybox' || program === 'toybox');
    return (applets < 0 ? invocations : invocations.slice(0, applets + 1)).filter(isProgram).map(({ word }) => word);
  });
}

function isProgram({ word, program, elsewhere }: Invocation): boolean {
  if (elsewhere || program.startsWith('@') || builtinOf(program) !== undefined) return false;
  // A relative path depends on the folder of that moment.
  return !word.includes('/') || word.startsWith('/');
}

/** `command -v pigz`: the author knows that it may be missing. */
function namesAskedFor({ commands }: ShellScript): readonly string[] {
  return commands.flatMap(({ invocations }) =>
    invocations
      .filter(({ program, call }) => ASKING.has(program) || (program === 'command' && call.has('-v', '-V')))
      .flatMap(({ args }) => args.flatMap((word) => exactValue(word) ?? [])),
  );
}

function mayBringCommands(script: ShellScript): boolean {
  const names = namesSetBy(script);
  return names === 'any' || names.has('PATH') || script.programs.some((program) => INSTALLERS.has(program));
}

const ASKING = new Set(['type', 'which', 'hash']);
const INSTALLERS = new Set('apt apt-get aptitude dpkg dnf yum rpm apk pacman zypper snap pip pip3 npm make'.split(' '));
