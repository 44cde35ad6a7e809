import { collectProblems } from '../parse/collector.ts';
import type { Problem } from '../parse/problem.ts';
import type { Runbook, Step } from '../parse/runbook.ts';
import type { Target } from '../targets/target.ts';

/**
 * The words of the steps that are a value of a target: a page that names one installation lies on every other. What differs
 * between installations is a variable of the runbook.
 */
export function checkTargetValues(runbook: Runbook, targets: Iterable<Target>): readonly Problem[] {
  const values = valuesOf(targets);
  if (values.size === 0) return [];
  const collector = collectProblems(runbook.file, runbook.source);
  for (const step of runbook.steps) {
    for (const { value, line, column } of wordsOf(step, values)) {
      const { name, target, written } = values.get(value) as Named;
      collector.report(
        'target-value',
        { line, column, length: value.length },
        {
          message: `« ${value} » est la valeur ${name} de la cible « ${target} » : ce texte ne vaut que pour elle.`,
          expected: `${written} : ce qui diffère d’une installation à l’autre est une valeur de la cible.`,
          action: `Déclarez ${name} dans l’en-tête, et écrivez sa variable à la place.`,
        },
      );
    }
  }
  return collector.sorted();
}

interface Named {
  readonly name: string;
  readonly target: string;
  /** How a step says it. */
  readonly written: string;
}

/** The values that targets files hold, by their text; what is read elsewhere is not known here. */
function valuesOf(targets: Iterable<Target>): ReadonlyMap<string, Named> {
  const values = new Map<string, Named>();
  for (const { name: target, variables } of targets) {
    for (const [name, source] of variables) {
      const held = source.from === 'literal' ? [source.value] : source.from === 'list' ? source.items : [];
      const written = source.from === 'list' ? `"\${${name}[@]}"` : `"$${name}"`;
      for (const value of held) if (tells(value) && !values.has(value)) values.set(value, { name, target, written });
    }
  }
  return values;
}

/** A short or plain number may be anything. */
function tells(value: string): boolean {
  return value.length >= 4 && !/^\d+$/.test(value) && !value.includes('\n');
}

function* wordsOf(step: Step, values: ReadonlyMap<string, Named>) {
  const written = [...values.keys()].filter((value) => step.text.includes(value));
  for (const [index, line] of step.text.split('\n').entries()) {
    for (const value of written) {
      for (let at = line.indexOf(value); at !== -1; at = line.indexOf(value, at + 1)) {
        if (PART.test(line[at - 1] ?? ' ') || PART.test(line[at + value.length] ?? ' ')) continue;
        yield { value, line: step.textLine + index, column: at + 1 };
      }
    }
  }
}

/** Of a longer name or path. */
const PART = /[\p{L}\p{N}_./-]/u;
