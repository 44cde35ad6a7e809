import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { systemCause } from '../../disk/cause.ts';
import { toText } from '../../session/bytes.ts';
import type { Variable } from '../../session/declarations.ts';
import { readDeclarations } from '../../session/declarations.ts';
import { SessionError } from '../../session/session-error.ts';
import { withoutStartupVariables } from './start-bash.ts';

/**
 * This bash: a path, or a name looked up in the PATH of `env` here, once, rather than at each step.
 * @throws SessionError when it cannot be run or is older than 5.0 (`localvar_unset` and exact quoting came with it).
 */
export async function requireBash(bash: string, env: Readonly<Record<string, string>>): Promise<Bash> {
  const [version = '', path = '', limits = '', variables = ''] = (await ask(bash, env)).split('\0');
  if (!(Number.parseInt(version, 10) >= 5)) {
    throw new SessionError(
      `bash est trop ancien : ${bash} annonce la version « ${version.trim()} », il faut 5.0 ou plus récent. ${REMEDY}`,
    );
  }
  const fresh = readDeclarations(variables);
  if (fresh === null) throw new SessionError(`${bash} ne dit pas ses variables comme bash 5 les écrit. ${REMEDY}`);
  return { path: toText(path), limits: limits.split('\n'), fresh };
}

const REMEDY = 'Installez bash 5 (Debian : apt-get install bash) et placez-le en tête du PATH.';

async function ask(bash: string, env: Readonly<Record<string, string>>): Promise<string> {
  try {
    const options = { env: withoutStartupVariables(env), encoding: 'latin1', maxBuffer: MOST_SAID } as const;
    return (await promisify(execFile)(bash, ['--noprofile', '--norc', '-c', QUESTIONS], options)).stdout;
  } catch (error) {
    throw new SessionError(
      `bash ne s’exécute pas : ${bash} (${systemCause(error)}). Installez bash 5.0 ou plus récent, ou indiquez son chemin.`,
    );
  }
}

/** The prelude removes OLDPWD too, which a shell declares without a value. */
const QUESTIONS = `printf '%s\\0' "$BASH_VERSION" "$BASH" "$(ulimit -Sa)"; unset -v OLDPWD; declare -p`;

/** Bytes: an environment may hold 2 MiB. */
const MOST_SAID = 32_000_000;

export interface Bash {
  readonly path: string;
  /** Lines of `ulimit -Sa`: what each step starts with, inherited from the runner. */
  readonly limits: readonly string[];
  /** The variables of a new one with this environment, by name. */
  readonly fresh: ReadonlyMap<string, Variable>;
}
