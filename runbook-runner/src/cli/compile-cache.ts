/**
 * Where Node keeps compiled code between two starts (XDG Base Directory): a folder that only this account can write to, as
 * what is there is executed. Null, and no cache, where there is none.
 */
export function compileCacheFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  const home = env.XDG_CACHE_HOME || (env.HOME ? `${env.HOME}/.cache` : '');
  // An `import` of it would load its promises and streams, 7 ms of every start. Node 20 has no other way, and no cache.
  const fs = process.getBuiltinModule?.('node:fs');
  if (!home.startsWith('/') || fs === undefined) return null;
  const folder = `${home}/runbook/compile`;
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const own = process.getuid?.();
    const isPrivate = [`${home}/runbook`, folder].every((path) => {
      const { uid, mode } = fs.lstatSync(path);
      return uid === own && (mode & 0o022) === 0;
    });
    return isPrivate ? folder : null;
  } catch {
    return null;
  }
}
