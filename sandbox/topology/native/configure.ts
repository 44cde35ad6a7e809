import { chmod, copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { fillIn } from '../../fill-in.ts';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import { DATABASE, ROLE } from '../../platform/database.ts';
import { applicationFile, nginxFiles, READY_PATH } from '../../profile/profiles.ts';
import type { Secrets } from '../../secrets.ts';
import type { NativeFacts } from './facts.ts';

/**
 * Writes the topology's files and those of the profile, filled in, and makes the folders of each service: `etc/` and
 * the profile become the sandbox's `etc/`, `bin/` its `bin/`.
 */
export async function configure(sandbox: Sandbox, facts: NativeFacts, secrets: Secrets) {
  await makeServiceFolders(sandbox, facts);
  const values = placeholders(sandbox, facts, secrets);

  const own = (await readdir(ETC)).map((name) => join(ETC, name));
  for (const file of [...own, applicationFile(facts.profile), ...(await nginxFiles(facts.profile))]) {
    // The environment of the application holds secrets; PostgreSQL must read its own files.
    await write(file, inside(sandbox, 'etc', basename(file)), values, file.endsWith('.env') ? 0o600 : 0o644);
  }
  for (const name of ['db', 'redis', 'backend', 'nginx', 'attendre']) {
    await write(join(LAUNCHERS, name), inside(sandbox, 'bin', name), values, 0o755);
  }
  // Same user, same project, same secrets: three names of one place.
  for (const name of ['worker', 'beat']) await copyFile(inside(sandbox, 'bin/backend'), inside(sandbox, 'bin', name));
  await write(join(PLATFORM, 'maintenance'), inside(sandbox, 'bin/maintenance'), values, 0o755);
  await write(join(LAUNCHERS, 'redis-cli'), inside(sandbox, 'lib/redis/redis-cli'), values, 0o755);
  await writeFile(inside(sandbox, 'var/db/pgpass'), `*:*:*:*:${secrets.dbPassword}\n`, { mode: 0o600 });
  await giveTo(sandbox, facts.users.db, inside(sandbox, 'var/db/pgpass'));
}

const LAUNCHERS = join(import.meta.dirname, 'bin');
const PLATFORM = join(import.meta.dirname, '../../platform');
const ETC = join(import.meta.dirname, 'etc');

async function makeServiceFolders(sandbox: Sandbox, { users }: NativeFacts) {
  const folders: readonly (readonly [path: string, owner: string, mode: number])[] = [
    ['bin', 'root', 0o755],
    ['lib', 'root', 0o755],
    ['lib/redis', 'root', 0o755],
    ['etc', 'root', 0o755],
    ['logs', 'root', 0o755],
    ['backups', 'root', 0o700],
    ['run', 'root', 0o755],
    ['run/db', users.db, 0o755],
    // Group of the application and setgid: the socket is open to it and to nobody else.
    ['run/redis', `${users.redis}:${users.app}`, 0o2750],
    ['run/backend', users.app, 0o750],
    ['var', 'root', 0o755],
    ['var/db', users.db, 0o700],
    ['var/redis', users.redis, 0o700],
    ['var/app', users.app, 0o700],
    ['var/nginx', users.app, 0o700],
    ['db', users.db, 0o700],
    ['media', users.app, 0o750],
    ['static', users.app, 0o755],
    ['tmp', 'root', 0o1777],
  ];
  for (const [name, owner, mode] of folders) {
    const path = inside(sandbox, name);
    await mkdir(path, { recursive: true });
    await giveTo(sandbox, owner, path);
    await chmod(path, mode);
  }
  await symlink('/usr/bin/python3', inside(sandbox, 'lib/python')).catch(() => {});
}

/** @param owner a user, or `user:group`. */
async function giveTo(sandbox: Sandbox, owner: string, path: string) {
  if (sandbox.uid === 0) await execa('chown', [owner.includes(':') ? owner : `${owner}:`, path]);
}

function placeholders(sandbox: Sandbox, facts: NativeFacts, secrets: Secrets) {
  const root = sandbox.uid === 0;
  const as = (user: string) => (root ? `setpriv --reuid=${user} --regid=${user} --init-groups --` : '');
  return {
    ROOT: sandbox.root,
    PORT: String(facts.doors.users),
    DIRECT_PORT: String(facts.doors.operators),
    LISTEN: `127.0.0.1:${facts.doors.users}`,
    LISTEN_PORT: String(facts.doors.users),
    LISTEN_DIRECT: `127.0.0.1:${facts.doors.operators}`,
    READY_PATH: READY_PATH[facts.profile],
    NGINX_PID: inside(sandbox, 'run/nginx.pid'),
    NGINX_WORK: inside(sandbox, 'var/nginx'),
    ACCESS_LOG: inside(sandbox, 'logs/nginx-access.log'),
    UPSTREAM: `upstream backend { server unix:${inside(sandbox, 'run/backend/gunicorn.sock')} fail_timeout=0; }`,
    PROXY_PASS: 'proxy_pass http://backend;',
    OWNER_UID: String(sandbox.uid),
    POSTGRES_BIN: facts.postgresBin,
    AS_DB: as(facts.users.db),
    AS_REDIS: as(facts.users.redis),
    AS_APP: as(facts.users.app),
    NGINX_USER: root ? `user ${facts.users.app};` : '# Not root: the workers run as the master does.',
    SUPERVISOR_USER: root ? 'user=root' : '; not root: every program runs as this user',
    SECRET_KEY: secrets.secretKey,
    DB_PASSWORD: secrets.dbPassword,
    DB_NAME: DATABASE,
    DB_ROLE: ROLE,
  };
}

async function write(from: string, to: string, values: Readonly<Record<string, string>>, mode: number) {
  await writeFile(to, fillIn(from, await readFile(from, 'utf8'), values), { mode });
  await chmod(to, mode);
}
