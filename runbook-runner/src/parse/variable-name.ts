/**
 * Why a name cannot be that of a runbook's variable, in French; null when it can.
 * Values become variables of the session's shell: a name that another program reads would change what it does.
 */
export function variableNameProblem(name: string): string | null {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return 'n’est pas en capitales ASCII, chiffres et soulignés';
  for (const { names, reads } of reserved) if (names.test(name)) return `est lu par ${reads}`;
  return null;
}

const reserved: readonly Reserved[] = [
  {
    names:
      /^(PATH|CDPATH|IFS|ENV|HOME|PWD|OLDPWD|SHELL|SHELLOPTS|SHLVL|UID|EUID|PPID|PS[0-4]|PROMPT_COMMAND|REPLY|RANDOM|SRANDOM|SECONDS|LINENO|FUNCNAME|FUNCNEST|GROUPS|DIRSTACK|PIPESTATUS|GLOBIGNORE|EXECIGNORE|FIGNORE|INPUTRC|TMOUT|TIMEFORMAT|HOSTNAME|HOSTTYPE|MACHTYPE|OSTYPE|POSIXLY_CORRECT|MAIL|MAILPATH|MAILCHECK|COLUMNS|LINES|COPROC|MAPFILE|READLINE_.*|EPOCH.*|OPT(ARG|ERR|IND)|COMP_.*|COMPREPLY|HIST.*|BASH.*|auto_resume|histchars)$/,
    reads: 'le shell',
  },
  {
    names: /^(LD_.*|DYLD_.*|LC_.*|LANG|LANGUAGE|TZ|TERM|TMPDIR|USER|LOGNAME|EDITOR|VISUAL|PAGER|GCONV_PATH|MALLOC_.*)$/,
    reads: 'le système et ses outils',
  },
  { names: /^PG/, reads: 'les outils de PostgreSQL' },
  { names: /^(DOCKER_|COMPOSE_|BUILDKIT_|KUBE)/, reads: 'Docker, Compose ou Kubernetes' },
  {
    names: /^(PYTHON|NODE_|PERL5|PERLLIB|RUBY|GIT_|SSH_|DJANGO_SETTINGS_MODULE$|DATABASE_URL$|REDISCLI_AUTH$)/,
    reads: 'un interprète ou un outil',
  },
  { names: /^RB_/, reads: 'l’exécuteur de runbooks lui-même' },
];

interface Reserved {
  readonly names: RegExp;
  readonly reads: string;
}
