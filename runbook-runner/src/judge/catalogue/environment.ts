import type { Argument } from '../../shell-text/argument.ts';
import { isDynamic } from '../../shell-text/argument.ts';
import { mayLoseData } from '../risk.ts';
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
  if (TUNES.test(name)) return null;
  if (WRITES.test(name)) return { risk: 'destructive', text: 'fait écrire ou vider un fichier' };
  if (EXECUTES.test(name)) return { risk: 'opaque', text: 'change ce que les commandes suivantes exécutent vraiment' };
  if (lasting === 'prefix' && ADDRESSES.test(name)) return null;
  if (POINTS.test(name)) return { risk: 'change', text: 'change la cible des commandes suivantes' };
  return null;
}

/** Whether what is executed, or written, changes with this `NAME=value`, or may. */
export function actsByName({ text, split }: Argument): boolean {
  const name = text.replace(/=.*$/su, '');
  return split || isDynamic(name) || mayLoseData(environmentRule(name, 'prefix')?.risk ?? 'safe');
}

/** What is run, loaded or read as code, by the tool that looks at it. */
const EXECUTES = pattern(`
  PATH LD_.* GCONV_PATH GLIBC_TUNABLES
  BASH_ENV ENV SHELLOPTS BASHOPTS BASH_FUNC_.* BASH_ALIASES BASH_CMDS BASH_LOADABLES_PATH PS[0-4] PROMPT_COMMAND IFS
  EDITOR VISUAL FCEDIT BROWSER [A-Z_]*PAGER LESS LESSOPEN LESSCLOSE PSQL_EDITOR PSQLRC PGSYSCONFDIR SYSTEMD_EDITOR
  [A-Z_]*ASKPASS SUDO_EDITOR [A-Z_]*(PASS|PASSWORD_)COMMAND
  GIT_.* BORG_RSH BORG_REMOTE_PATH RSYNC_(RSH|SHELL|CONNECT_PROG) RCLONE_.* PGBACKREST_.* TAR_OPTIONS TAPE VERSION_CONTROL
  GREP_OPTIONS RIPGREP_CONFIG_PATH ACKRC ACK_OPTIONS CURL_HOME WGETRC
  KUBECTL_EXTERNAL_DIFF HELM_PLUGINS ANSIBLE_.* TF_CLI_.* TF_PLUGIN_.* TF_REATTACH_PROVIDERS
  OPENSSL_(CONF|ENGINES|MODULES) LIBMYSQL_PLUGINS?(_DIR)?
  PYTHON(PATH|STARTUP|HOME|BREAKPOINT|USERBASE|INSPECT|EXECUTABLE|PLATLIBDIR) PIP_.* PERL5(LIB|OPT|DB) PERLLIB
  RUBY(LIB|OPT) GEM_(HOME|PATH) BUNDLE_.* NODE_(OPTIONS|PATH) NPM_CONFIG_.* npm_config_.* GOFLAGS CLASSPATH
  (_JAVA|JAVA_TOOL|JDK_JAVA)_OPTIONS KAFKA_OPTS MAKEFLAGS
`);
/** Of the same families, what only says how much, or where, as an option without risk does. */
const TUNES = pattern(`
  RCLONE_(CONFIG|CONFIG_PASS|VERBOSE|TRANSFERS|CHECKERS|FAST_LIST|BWLIMIT|STATS|LOG_LEVEL|DRY_RUN|RETRIES)
  PGBACKREST_(STANZA|CONFIG|REPO|LOG_LEVEL_(CONSOLE|FILE))
  ANSIBLE_(HOST_KEY_CHECKING|INVENTORY|FORCE_COLOR|NOCOLOR|FORKS|TIMEOUT|REMOTE_USER|STDOUT_CALLBACK)
  PIP_(INDEX_URL|NO_CACHE_DIR|NO_INPUT|DISABLE_PIP_VERSION_CHECK|QUIET|TIMEOUT)
`);
/** A file that the shell itself, or the next commands, write or cut. */
const WRITES = pattern('HISTFILESIZE SSLKEYLOGFILE TF_LOG_PATH');
/** Given to one command, what an option of it says as well (`psql -h`, `kubectl --kubeconfig`): its own risk is the risk. */
const ADDRESSES = pattern(`
  PG(HOST|HOSTADDR|PORT|DATABASE|USER|PASSWORD|PASSFILE|SERVICE|APPNAME|CONNECT_TIMEOUT|SSL[A-Z]+) DATABASE_URL REDIS_URL REDISCLI_AUTH
  DOCKER_(HOST|CONTEXT) COMPOSE_(PROJECT_NAME|FILE|PROFILES) KUBECONFIG AWS_(PROFILE|REGION|DEFAULT_REGION)
  RESTIC_(REPOSITORY|PASSWORD)(_FILE)? BORG_(REPO|PASSPHRASE) http_proxy https_proxy HTTPS?_PROXY
`);
const POINTS = pattern(`
  PG[A-Z]+ DOCKER_.* COMPOSE_.* KUBECONFIG GNUPGHOME DJANGO_SETTINGS_MODULE DATABASE_URL REDIS_URL REDISCLI_.* HOME AWS_.* RESTIC_.*
  BORG_.* http_proxy https_proxy HTTPS?_PROXY TMPDIR CDPATH GLOBIGNORE EXECIGNORE POSIXLY_CORRECT
`);

function pattern(names: string): RegExp {
  return new RegExp(`^(${names.trim().split(/\s+/u).join('|')})$`, 'u');
}
