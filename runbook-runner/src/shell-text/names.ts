/** The builtins of bash whose arguments name variables that they set or unset. */
export const NAMING_BUILTINS: ReadonlySet<string> = new Set([
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

/** The names to which bash gives another value by itself: what a text assigns to them does not stay. */
export const SET_BY_BASH =
  /^(_|BASH_(ARG\w+|COMMAND|LINENO|REMATCH|SOURCE|SUBSHELL)|BASHPID|COLUMNS|DIRSTACK|EPOCH\w+|FUNCNAME|GROUPS|HISTCMD|LINENO|LINES|OLDPWD|OPTARG|OPTIND|PIPESTATUS|PWD|RANDOM|REPLY|SECONDS|SRANDOM)$/;

/** Whether bash itself, or the system for any session, sets a variable. */
export function isKnownToShell(name: string): boolean {
  return /^[^A-Za-z_]/.test(name) || known.test(name);
}

const known =
  /^(_|HOME|PATH|PWD|OLDPWD|USER|LOGNAME|SHELL|TERM|LANG|LC_\w+|TMPDIR|TZ|HOSTNAME|HOSTTYPE|MACHTYPE|OSTYPE|IFS|UID|EUID|PPID|RANDOM|SRANDOM|SECONDS|LINENO|SHLVL|REPLY|FUNCNAME|GROUPS|DIRSTACK|PIPESTATUS|MAPFILE|COLUMNS|LINES|OPTARG|OPTIND|OPTERR|PS[0-4]|EPOCH\w+|BASH\w*|COPROC|SHELLOPTS|SSH_\w+)$/;
