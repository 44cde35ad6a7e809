import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { systemCause } from '../../disk/cause.ts';
import { SessionError } from '../../session/session-error.ts';

/**
 * This bash: a path, or a name looked up in `path` here, once, rather than at each step.
 * @throws SessionError when it cannot be run or is older than 5.0 (`localvar_unset` and exact quoting came with it).
 */
export async function requireBash(bash: string, path: string): Promise<Bash> {
  const { version, ...found } = await ask(bash, path);
  if (!(Number.parseInt(version, 10) >= 5)) {
    throw new SessionError(
      `bash est trop ancien : ${bash} annonce la version « ${version} », il faut 5.0 ou plus récent. ` +
        'Installez bash 5 (Debian : apt-get install bash) et placez-le en tête du PATH.',
    );
  }
  return found;
}

async function ask(bash: string, path: string): Promise<Bash & { readonly version: string }> {
  try {
    const { stdout } = await promisify(execFile)(
      bash,
      ['--noprofile', '--norc', '-c', 'echo "$BASH_VERSION"; echo "$BASH"; ulimit -Sa'],
      {
        env: { PATH: path },
      },
    );
    const [version = '', found = bash, ...limits] = stdout.split('\n');
    return { version, path: found, limits };
  } catch (error) {
    throw new SessionError(
      `bash ne s’exécute pas : ${bash} (${systemCause(error)}). Installez bash 5.0 ou plus récent, ou indiquez son chemin.`,
    );
  }
}

export interface Bash {
  readonly path: string;
  /** Lines of `ulimit -Sa`: what each step starts with, inherited from the runner. */
  readonly limits: readonly string[];
}
