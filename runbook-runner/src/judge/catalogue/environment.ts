import type { Risk } from '../verdict.ts';

interface NameRule {
  readonly risk: Risk;
  readonly text: string;
}

/** What changing a variable does to the commands that follow; null: nothing that matters here. */
export function environmentRule(name: string, lasting: 'lasting' | 'prefix'): NameRule | null {
  // `IFS= read -r line` is how a line is read; IFS changed for good cuts every later word otherwise.
  if (name === 'IFS')
    return lasting === 'prefix'
      ? null
      : { risk: 'destructive', text: 'change le découpage des mots de toute la suite' };
  if (EXECUTES.test(name)) return { risk: 'opaque', text: 'change ce que les commandes suivantes exécutent vraiment' };
  if (POINTS.test(name)) return { risk: 'change', text: 'change la cible des commandes suivantes' };
  return null;
}

const EXECUTES =
  /^(PATH|LD_.*|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|BASH_FUNC_.*|BASH_ALIASES|BASH_CMDS|BASH_LOADABLES_PATH|PS[0-4]|PROMPT_COMMAND|EDITOR|VISUAL|FCEDIT|PAGER|LESS|LESSOPEN|LESSCLOSE|MANPAGER|BROWSER|PSQL_EDITOR|PSQL_PAGER|PSQLRC|GIT_.*|SSH_ASKPASS|RSYNC_RSH|TAR_OPTIONS|TAPE|VERSION_CONTROL|GREP_OPTIONS|KUBECTL_EXTERNAL_DIFF|[A-Z_]*(PASS|PASSWORD_)COMMAND|BORG_RSH|RCLONE_.*_PROGRAM|PYTHON(PATH|STARTUP|HOME|BREAKPOINT)|PERL5(LIB|OPT|DB)|RUBY(LIB|OPT)|NODE_(OPTIONS|PATH)|JAVA_TOOL_OPTIONS|MAKEFLAGS|IFS|PGSYSCONFDIR)$/u;
const POINTS =
  /^(PG[A-Z]+|DOCKER_.*|COMPOSE_.*|KUBECONFIG|DJANGO_SETTINGS_MODULE|DATABASE_URL|REDIS_URL|REDISCLI_.*|HOME|AWS_.*|RESTIC_.*|BORG_.*|http_proxy|https_proxy|HTTPS?_PROXY|TMPDIR|CDPATH|GLOBIGNORE|EXECIGNORE|POSIXLY_CORRECT)$/u;
