import type { Variable } from '../parse/runbook.ts';

/** One line of a `choices` command: `value<TAB>label`, or the value alone. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Reads what a `choices` command printed; the first is the one proposed. */
export function parseChoices(output: string): readonly Choice[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [value = '', ...label] = line.split('\t');
      return { value, label: label.join(' ') || value };
    });
}

/** A value of `variable` that must be picked among what its command prints. */
export function hasChoices(variable: Variable): variable is Variable & { choices: NonNullable<Variable['choices']> } {
  return variable.choices !== null;
}
