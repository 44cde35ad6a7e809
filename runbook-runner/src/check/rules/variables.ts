import type { Collector } from '../../parse/collector.ts';
import { nearestName } from '../../parse/nearest.ts';
import type { Runbook } from '../../parse/runbook.ts';
import { isKnownToShell } from '../../shell-text/names.ts';
import { namesSetBy } from '../shell/names-set.ts';
import type { ShellScript } from '../shell/script.ts';
import type { StepRule } from '../step-rule.ts';

/** A variable that no step before sets and the front matter does not declare would stop the step (`set -u`). */
export const undefinedVariable: StepRule = ({ runbook, script, scripts, report }) => {
  const declared = runbook.variables.map(({ name }) => name);
  let doubtful = script.uses.filter(
    ({ name, required }) => required && !declared.includes(name) && !isKnownToShell(name),
  );
  const set: string[] = [];
  // Most are set by the step itself, or shortly before.
  for (let index = scripts.indexOf(script); doubtful.length > 0 && index >= 0; index--) {
    const names = namesOf(scripts[index] as ShellScript);
    if (names === 'any') return;
    doubtful = doubtful.filter(({ name }) => !names.has(name));
    set.unshift(...names);
  }
  const [use] = doubtful;
  if (!use) return;
  const near = nearestName(use.name, [...declared, ...set]);
  report('variable-undefined', use.offset, use.length, {
    message: `La variable « ${use.name} » n’est ni déclarée dans l’en-tête, ni posée par une étape précédente.`,
    expected: near === null ? 'une variable déclarée sous runbook.variables.' : `peut-être « ${near} ».`,
    action:
      near === null
        ? `Déclarez ${use.name}, ou écrivez \${${use.name}:-valeur} si elle peut manquer.`
        : `Écrivez « ${near} », ou déclarez ${use.name}.`,
  });
};

/** After a crash the check is asked without the shell of its step: a variable that only this step sets would stop it. */
export const checkReadsOwnStep: StepRule = ({ step, runbook, script, scripts, report }) => {
  const of = step.kind === 'check' ? runbook.steps.findIndex(({ id }) => id === step.of) : -1;
  const own = scripts[of];
  if (own === undefined) return;
  const setBefore = new Set(runbook.variables.map(({ name }) => name));
  for (const before of scripts.slice(0, of)) {
    const names = namesOf(before);
    if (names === 'any') return;
    for (const name of names) setBefore.add(name);
  }
  const set = namesOf(own);
  if (set === 'any') return;
  const use = script.uses.find(
    ({ name, offset }) => set.has(name) && !setBefore.has(name) && !setsItself(script, name, offset),
  );
  if (!use) return;
  report('check-reads-own-step', use.offset, use.length, {
    message: `« ${step.id} » dit si « ${runbook.steps[of]?.id} » a eu lieu, et lit « ${use.name} » que seule cette étape pose.`,
    expected: 'une vérification qui peut répondre après une coupure : le shell de l’étape interrompue est perdu.',
    action: `Posez ${use.name} dans une étape d’avant.`,
  });
};

function setsItself(script: ShellScript, name: string, before: number): boolean {
  return script.assignments.some(({ node, offset }) => node.name === name && offset < before);
}

// Every later step asks for the names of this one.
const known = new WeakMap<ShellScript, ReturnType<typeof namesSetBy>>();

function namesOf(script: ShellScript): ReturnType<typeof namesSetBy> {
  const names = known.get(script) ?? namesSetBy(script);
  known.set(script, names);
  return names;
}

/** Reports each declared variable that nothing in the document mentions: the operator would be asked for it in vain. */
export function unusedVariables(runbook: Runbook, collector: Collector): void {
  const texts = [
    ...runbook.steps.map(({ text }) => text),
    ...runbook.variables.map(({ choices }) => choices?.command ?? ''),
  ];
  for (const { name } of runbook.variables) {
    const named = new RegExp(`\\b${name}\\b`);
    if (texts.some((text) => named.test(text))) continue;
    const line = collector.lines.findIndex((text) => named.test(text));
    const column = (collector.lines[line]?.search(named) ?? 0) + 1;
    collector.report(
      'variable-unused',
      { line: line + 1, column, length: name.length },
      {
        message: `La variable « ${name} » est déclarée et aucune étape ne s’en sert.`,
        expected: 'des variables dont les étapes dépendent : chacune est demandée à l’opérateur.',
        action: 'Retirez-la, ou employez-la.',
      },
    );
  }
}
