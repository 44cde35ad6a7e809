import type { VariableValue } from '../../parse/runbook.ts';

/** A value for a person: `NAME = …`, each item of a list on its own line, below the first. */
export function valueLines(name: string, value: VariableValue): readonly string[] {
  const [first = '', ...more] = [value].flat();
  const start = `${name} = `;
  return [`${start}${first}`, ...more.map((item) => `${' '.repeat(start.length)}${item}`)];
}
