import { quote } from '../../session/bytes.ts';

/** A command that executes nothing, and says why. */
export function failing(message: string): string {
  return ['#!/bin/sh', `printf '%s\\n' ${quote(message)} >&2`, 'exit 127', ''].join('\n');
}
