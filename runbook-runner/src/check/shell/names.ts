import type { ShellScript } from './script.ts';

/** The names of the variables that a text may set in the session; `any` when it runs text that is not here. */
export function namesSetBy(script: ShellScript): ReadonlySet<string> | 'any' {
  const names = new Set(script.loopNames);
  for (const { node } of script.assignments) names.add(node.name);
  for (const node of script.arithmetic) for (const [name] of node.body.matchAll(/[A-Za-z_]\w*/g)) names.add(name);
  for (const command of script.commands) {
    const { run } = command;
    if (!run || run.service !== null) continue;
    if (run.name === 'source' || run.name === '.' || run.name === 'eval') return 'any';
    if (declaring.has(run.name)) for (const { value } of run.args) addName(value ?? '', names);
    if (run.name === 'printf' && run.args[0]?.value === '-v') addName(run.args[1]?.value ?? '', names);
    for (const redirect of command.redirects) {
      if (redirect.descriptor?.type === 'FileDescriptorVariable') names.add(redirect.descriptor.name);
    }
  }
  return names;
}

/** Set by bash itself or by the system for any session. */
export function isKnownToShell(name: string): boolean {
  return /^[^A-Za-z_]/.test(name) || known.test(name);
}

const declaring = new Set([
  'read',
  'mapfile',
  'readarray',
  'declare',
  'typeset',
  'local',
  'export',
  'readonly',
  'getopts',
  'let',
  'unset',
  'wait',
]);

const known =
  /^(_|HOME|PATH|PWD|OLDPWD|USER|LOGNAME|SHELL|TERM|LANG|LC_\w+|TMPDIR|TZ|HOSTNAME|HOSTTYPE|MACHTYPE|OSTYPE|IFS|UID|EUID|PPID|RANDOM|SRANDOM|SECONDS|LINENO|SHLVL|REPLY|FUNCNAME|GROUPS|DIRSTACK|PIPESTATUS|MAPFILE|COLUMNS|LINES|OPTARG|OPTIND|OPTERR|PS[0-4]|EPOCH\w+|BASH\w*|COPROC|SHELLOPTS|SSH_\w+)$/;

function addName(arg: string, names: Set<string>): void {
  const name = /^([A-Za-z_]\w*)/.exec(arg)?.[1];
  if (name !== undefined) names.add(name);
}
