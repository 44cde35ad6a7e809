import { baseName } from '../../shell-text/argument.ts';
import { entryOf } from '../catalogue/catalogue.ts';
import { builtinOf } from './builtins.ts';

/** Whether a function of this name would hide a builtin, a service or a command of the catalogue. */
export function isTaken(name: string): boolean {
  return (
    name.startsWith('@') ||
    name === 'command_not_found_handle' ||
    builtinOf(name) !== undefined ||
    entryOf(baseName(name)) !== undefined
  );
}
