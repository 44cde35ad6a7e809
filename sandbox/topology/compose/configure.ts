import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fillIn } from '../../fill-in.ts';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import { DATABASE, ROLE } from '../../platform/database.ts';
import { applicationFile, nginxFiles } from '../../profile/profiles.ts';
import type { Secrets } from '../../secrets.ts';
import { configFolder, mustDocker } from './docker.ts';
import type { ComposeFacts } from './facts.ts';

/** Writes the Compose file, its `.env` at the root, nginx's configuration, and the client's folder of Docker. */
export async function configure(sandbox: Sandbox, facts: ComposeFacts, secrets: Secrets) {
  for (const [name, mode] of FOLDERS) await mkdir(inside(sandbox, name), { recursive: true, mode });
  const compose = inside(sandbox, 'infra/docker/docker-compose.prod.yml');
  await copyFile(join(import.meta.dirname, 'docker-compose.prod.yml'), compose);
  await writeEnvironment(sandbox, facts, secrets);
  for (const file of await nginxFiles(facts.profile)) {
    await fill(file, inside(sandbox, 'etc', basename(file)), inNginx(facts), 0o644);
  }
  const maintenance = join(import.meta.dirname, '../../platform/maintenance');
  await fill(maintenance, inside(sandbox, 'bin/maintenance'), { ROOT: sandbox.root }, 0o755);
  await writeContext(sandbox, facts);
}

/** Compose reads one file: the variables of the profile are a part of it. */
async function writeEnvironment(sandbox: Sandbox, facts: ComposeFacts, secrets: Secrets) {
  const profile = applicationFile(facts.profile);
  const application = fillIn(profile, await readFile(profile, 'utf8'), { SECRET_KEY: secrets.secretKey });
  const values = { ...environment(facts, secrets), APPLICATION: application.trimEnd() };
  await fill(join(import.meta.dirname, 'env'), inside(sandbox, '.env'), values, 0o600);
}

function environment(facts: ComposeFacts, secrets: Secrets) {
  const { project, network } = facts.docker;
  return {
    // The real one has no name of its own: Compose takes that of the file's folder.
    PROJECT:
      project === 'docker'
        ? '# The project is « docker », as the folder of the file.'
        : `COMPOSE_PROJECT_NAME=${project}`,
    NETWORK: network,
    PORT: String(facts.doors.users),
    DIRECT_PORT: String(facts.doors.operators),
    DB_NAME: DATABASE,
    DB_ROLE: ROLE,
    DB_PASSWORD: secrets.dbPassword,
    POSTGRES_IMAGE: facts.images.db,
    REDIS_IMAGE: facts.images.redis,
    NGINX_IMAGE: facts.images.nginx,
    BACKEND_IMAGE: facts.images.backend,
  };
}

/** As nginx sees its container. It asks Docker where the backend is each time: its address changes when it restarts. */
function inNginx(facts: ComposeFacts) {
  return {
    ROOT: '/srv/korrigo',
    PORT: String(facts.doors.users),
    DIRECT_PORT: String(facts.doors.operators),
    LISTEN: '8080',
    LISTEN_PORT: '8080',
    LISTEN_DIRECT: '8081',
    NGINX_PID: '/tmp/nginx.pid',
    NGINX_WORK: '/tmp',
    ACCESS_LOG: '/dev/stdout',
    NGINX_USER: '# The container runs as the user of the application.',
    UPSTREAM: 'resolver 127.0.0.11 valid=1s ipv6=off;\nresolver_timeout 2s;',
    PROXY_PASS: 'set $backend http://backend:8000;\nproxy_pass $backend;\nproxy_connect_timeout 3s;',
  };
}

/** `docker --config` this folder speaks to the sandbox's daemon, whatever the environment says. */
async function writeContext(sandbox: Sandbox, { docker: { host } }: ComposeFacts) {
  await rm(join(configFolder(sandbox), 'contexts'), { recursive: true, force: true });
  await writeFile(join(configFolder(sandbox), 'config.json'), '{}\n', { mode: 0o600 });
  await mustDocker(sandbox, ['context', 'create', CONTEXT, '--docker', `host=${host}`]);
  await mustDocker(sandbox, ['context', 'use', CONTEXT]);
}

async function fill(from: string, to: string, values: Readonly<Record<string, string>>, mode: number) {
  await writeFile(to, fillIn(from, await readFile(from, 'utf8'), values), { mode });
  await chmod(to, mode);
}

const CONTEXT = 'bac-a-sable';

/** The containers' users go through what nginx reads; nobody else reads what holds secrets. */
const FOLDERS: readonly (readonly [name: string, mode: number])[] = [
  ['backups', 0o700],
  ['bin', 0o755],
  ['docker', 0o700],
  ['etc', 0o755],
  ['infra/docker', 0o755],
  ['logs', 0o755],
  ['www', 0o755],
];
