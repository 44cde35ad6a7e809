import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where Node keeps compiled code between two starts (XDG Base Directory): a folder that only this account can write to, as
 * what is there is executed. Null, and no cache, where there is none.
 */
export function compileCacheFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  const home = env.XDG_CACHE_HOME || (env.HOME ? join(env.HOME, '.cache') : '');
  if (!home.startsWith('/')) return null;
  const folder = join(home, 'runbook', 'compile');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const own = process.getuid?.();
    const isPrivate = [join(home, 'runbook'), folder].every((path) => {
      const { uid, mode } = lstatSync(path);
      return uid === own && (mode & 0o022) === 0;
    });
    return isPrivate ? folder : null;
  } catch {
    return null;
  }
}
