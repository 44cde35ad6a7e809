import { rm } from 'node:fs/promises';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import { ROLE } from '../../platform/database.ts';
import { inService } from './launchers.ts';

/** Puts an empty PostgreSQL cluster and empty media in the place of whatever is there. No service may run. */
export async function forgetPlatform(sandbox: Sandbox) {
  await rm(inside(sandbox, 'db/data'), { recursive: true, force: true });
  await rm(inside(sandbox, 'media/copies'), { recursive: true, force: true });
  const options = ['--username', ROLE, '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--auth', 'scram-sha-256'];
  await inService(sandbox, 'db', [
    'sh',
    '-c',
    INITDB,
    'sh',
    '--pgdata',
    inside(sandbox, 'db/data'),
    '--no-sync',
    ...options,
  ]);
}

// The role's password comes from a file, and only the service's user may read it.
const INITDB = `umask 077
cut -d : -f 5 "$PGPASSFILE" > "$HOME/password" && initdb --pwfile="$HOME/password" "$@"
status=$?
rm "$HOME/password"
exit "$status"`;
