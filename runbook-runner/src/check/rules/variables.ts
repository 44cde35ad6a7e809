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
