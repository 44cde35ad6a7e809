import { namesSetBy } from '../check/shell/names-set.ts';
import type { ShellScript } from '../check/shell/script.ts';
import { readScript } from '../check/shell/script.ts';
import { quotedStep } from '../french/step-name.ts';
import type { Step } from '../parse/runbook.ts';

/**
 * What the text of `step` sets in its shell and later texts read, in French, when the shell that executed it is gone:
 * they would act with what was true before. Empty: nothing of it matters.
 */
export function lostState(step: Step, later: readonly Step[]): readonly string[] {
  const script = readScript(step.text);
  const names = namesSetBy(script);
  const scripts = later.map((other) => ({ step: other, script: readScript(other.text) }));
  const losses: string[] = [];
  if (names === 'any') losses.push('ce que pose le texte qu’elle lit (source, eval)');
  else {
    for (const name of names) {
      const reader = scripts.find((other) => readsBeforeSetting(name, other.script));
      if (reader) losses.push(`la variable « ${name} », que lit ${quotedStep(reader.step)}`);
    }
  }
  for (const name of script.functions) {
    const caller = scripts.find((other) => other.script.programs.includes(name));
    if (caller) losses.push(`la fonction « ${name} », qu’appelle ${quotedStep(caller.step)}`);
  }
  if (later.length > 0)
    losses.push(...settings.flatMap(([programs, what]) => (changes(script, programs) ? [what] : [])));
  return losses;
}

const settings: readonly (readonly [programs: readonly string[], what: string])[] = [
  [['cd', 'pushd', 'popd'], 'le dossier courant'],
  [['set', 'shopt', 'umask', 'trap'], 'un réglage du shell (set, shopt, umask ou trap)'],
];

function changes(script: ShellScript, programs: readonly string[]): boolean {
  return script.commands.some(
    ({ own, subshell, invocations }) =>
      own && !subshell && invocations.some(({ program }) => programs.includes(program)),
  );
}

function readsBeforeSetting(name: string, script: ShellScript): boolean {
  const set = script.assignments.find(({ node }) => node.name === name)?.offset ?? Number.POSITIVE_INFINITY;
  return script.uses.some((use) => use.name === name && use.offset < set);
}
