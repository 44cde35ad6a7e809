import { homedir } from 'node:os';
import { join } from 'node:path';

/** What takes minutes to make, kept between sandboxes: images of the sandbox's own Docker, Compose. `rm -r` is enough. */
export function cacheFolder(uid: number) {
  return uid === 0 ? '/var/cache/korrigo-sandbox' : join(homedir(), '.cache/korrigo-sandbox');
}
