import { join } from 'node:path';
import { quote } from '../../session/bytes.ts';
import type { Group } from '../../targets/group.ts';
import { commandsOf, oneAtATime } from '../../targets/group.ts';
import type { Verb } from '../../targets/target.ts';
import { commandName } from '../../targets/target.ts';
import { failing } from './failing-script.ts';

/**
 * The executable `@group:verb`: it calls those of its services, which are in `folder` too. Each has its own environment and
 * secrets; a step that has changed PATH finds them all the same.
 */
export function groupScript(group: Group, verb: Verb, folder: string): string {
  const name = commandName(group, verb);
  const commands = commandsOf(group, verb);
  if (commands === null) {
    const { why, action } = oneAtATime({ group, verb });
    return failing(`${name} : ${why} ; ${action}.`);
  }
  const lines = verb === 'status' ? tellEach(name, commands, folder) : doEach(name, commands, folder);
  return ['#!/bin/sh', ...lines, ''].join('\n');
}

/** Stops at the first that fails, and says what is done and what is not. */
function doEach(name: string, commands: readonly string[], folder: string): readonly string[] {
  return commands.map((command, index) => {
    const done = commands.slice(0, index).join(', ');
    const left = commands.slice(index + 1).join(', ');
    const rest = `${done && ` ; fait : ${done}`}${left && ` ; pas tenté : ${left}`}`;
    return `${quote(join(folder, command))} "$@" || { ${complain(`${name} : ${command} a échoué`, rest)}; exit "$status"; }`;
  });
}

/** A line for each, also after one that cannot tell: who asks wants to know of the others. */
function tellEach(name: string, commands: readonly string[], folder: string): readonly string[] {
  const lines = commands.map((command) => {
    const member = command.replace(/:status$/, '');
    const failed = `${complain(`${name} : ${command} a échoué`, '')}; [ "$failed" != 0 ] || failed=$status`;
    return `if said=$(${quote(join(folder, command))} "$@"); then printf '%s\\n' ${quote(`${member} : `)}"$said"; else ${failed}; fi`;
  });
  return ['failed=0', ...lines, 'exit "$failed"'];
}

function complain(what: string, rest: string): string {
  return `status=$?; printf '%s\\n' ${quote(`${what} (statut `)}"$status"${quote(`)${rest}`)} >&2`;
}
