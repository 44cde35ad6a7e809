import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SessionError, systemCause } from './session-error.ts';

/**
 * The version of this bash (a path, or a name looked up in `path`), e.g. `5.2.15(1)-release`.
 * @throws SessionError when it cannot be run or is older than 5.0 (`localvar_unset` and exact quoting came with it).
 */
export async function requireBash(bash: string, path: string): Promise<string> {
  const version = await askVersion(bash, path);
  if (!(Number.parseInt(version, 10) >= 5)) {
    throw new SessionError(
      `bash est trop ancien : ${bash} annonce la version « ${version} », il faut 5.0 ou plus récent. ` +
        'Installez bash 5 (Debian : apt-get install bash ; macOS : brew install bash) et placez-le en tête du PATH.',
    );
  }
  return version;
}

async function askVersion(bash: string, path: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(bash, ['--noprofile', '--norc', '-c', 'echo "$BASH_VERSION"'], {
      env: { PATH: path },
    });
    return stdout.trim();
  } catch (error) {
    throw new SessionError(
      `bash ne s'exécute pas : ${bash} (${systemCause(error)}). Installez bash 5.0 ou plus récent, ou indiquez son chemin.`,
    );
  }
}
