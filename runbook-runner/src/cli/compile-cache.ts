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
    // One by one: Node's `recursive` tries for ever in a folder that cannot have any, as /proc.
    for (const path of [home, `${home}/runbook`, folder]) if (!fs.existsSync(path)) fs.mkdirSync(path, { mode: 0o700 });
    const own = process.getuid?.();
    const isOurs = [`${home}/runbook`, folder].every((path) => {
      const { uid, mode } = fs.lstatSync(path);
      return uid === own && (mode & 0o022) === 0;
    });
    // Nor may another replace one of those above; in a sticky folder only its owner can.
    const isSafe = above(home).every((path) => {
      const { uid, mode } = fs.statSync(path);
      return (uid === own || uid === 0) && ((mode & 0o022) === 0 || (mode & 0o1000) !== 0);
    });
    return isOurs && isSafe ? folder : null;
  } catch {
    return null;
  }
}

function above(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/') || '/');
}
