import { exactValue } from '../../shell-text/argument.ts';
import { NAMING_BUILTINS } from '../../shell-text/names.ts';
import type { ShellScript } from './script.ts';

/** The names of the variables that a text may set in the session; `any` when it runs text that is not here. */
export function namesSetBy(script: ShellScript): ReadonlySet<string> | 'any' {
  const names = new Set(script.loopNames);
  for (const { node } of script.assignments) names.add(node.name);
  for (const node of script.arithmetic) for (const [name] of node.body.matchAll(/[A-Za-z_]\w*/g)) names.add(name);
  for (const command of script.commands) {
    const run = command.invocations.at(-1);
    if (!run || !command.own || run.elsewhere) continue;
    const { program, args } = run;
    if (program === 'source' || program === '.' || program === 'eval') return 'any';
    if (NAMING_BUILTINS.has(program)) for (const arg of args) addName(exactValue(arg) ?? '', names);
    if (program === 'printf' && exactValue(args[0]) === '-v') addName(exactValue(args[1]) ?? '', names);
    for (const redirect of command.redirects) {
      if (redirect.descriptor?.type === 'FileDescriptorVariable') names.add(redirect.descriptor.name);
    }
  }
  return names;
}

function addName(arg: string, names: Set<string>): void {
  const name = /^([A-Za-z_]\w*)/.exec(arg)?.[1];
  if (name !== undefined) names.add(name);
}
