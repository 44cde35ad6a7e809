import type { VariableValue } from '../parse/runbook.ts';
import { quote } from './bytes.ts';

/** What one would type to give a shell this value: `NAME='…'`, and of a list `NAME=('…' '…')`. */
export function assignment(name: string, value: VariableValue): string {
  return `${name}=${assignedText(value)}`;
}

/** What follows the `=`. */
export function assignedText(value: VariableValue): string {
  return typeof value === 'string' ? quote(value) : `(${value.map(quote).join(' ')})`;
}
