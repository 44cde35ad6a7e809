import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { TopologyName } from '../../sandbox/facts.ts';
import { DATABASE, ROLE } from '../../sandbox/platform/database.ts';

/** A sandbox as an operator handles it: through the command line, its services and HTTP, nothing else. */
export async function prepareMachine(topology: TopologyName = 'native'): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'korrigo-test-'));
  const dir = join(folder, 'bac');
  const { service, supervisor } = topology === 'native' ? launchers(dir) : containers(dir);
  return {
    dir,
    sandbox: (...args) => run('node', [SANDBOX, ...args, '--topology', topology, '--dir', dir]),
    service,
    supervisor,
    query: async (sql) => {
      const { stdout, stderr, exitCode } = await service('db', [...PSQL, '--command', sql]);
      if (exitCode !== 0) throw new Error(stderr);
      return stdout;
    },
    manage: (args, input) => service('backend', ['python', 'manage.py', ...args], input),
    baseUrl: async () => (await readFile(join(dir, 'base-url'), 'utf8')).trim(),
    mediaDir: async () => (await readFile(join(dir, 'media-dir'), 'utf8')).trim(),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function launchers(dir: string): Keeper {
  return {
    service: (name, command, input) => run(join(dir, 'bin', name), command, input),
    supervisor: (...args) => run('supervisorctl', ['-c', join(dir, 'etc/supervisord.conf'), ...args]),
  };
}

/** Compose, with the words of the launchers: what they set in the environment is set here. */
function containers(dir: string): Keeper {
  const compose = (args: readonly string[], input?: string | Uint8Array) =>
    run('docker', ['--config', join(dir, 'docker'), ...composeArgs(dir), ...args], input);
  // Where a service is stopped, as the launchers do: in a container that lives as long as the command.
  const into = async (name: string): Promise<readonly string[]> => {
    const { stdout } = await compose(['ps', '--quiet', '--status', 'running', inCompose(name)]);
    return stdout === '' ? ['run', '--rm', '-T', '--no-deps', '--entrypoint', ''] : ['exec', '-T'];
  };
  return {
    service: async (name, command, input) =>
      name === 'attendre'
        ? compose(['exec', '-T', ...command, 'sh', '-c', READY])
        : compose([...(await into(name)), ...(SET[name] ?? []), inCompose(name), ...command], input),
    supervisor: (verb = '', ...names) => compose([verb, ...names.map(inCompose)]),
  };
}

function composeArgs(dir: string) {
  return ['compose', '--env-file', join(dir, '.env'), '--file', join(dir, 'infra/docker/docker-compose.prod.yml')];
}

const run = (file: string, args: readonly string[], input?: string | Uint8Array) =>
  execa(file, [...args], { reject: false, input: input ?? '', extendEnv: true });
const inCompose = (name: string) => NAMES[name] ?? name;

const NAMES: Readonly<Record<string, string>> = { worker: 'celery', beat: 'celery-beat' };
const SET: Readonly<Record<string, readonly string[]>> = { db: ['--env', `PGUSER=${ROLE}`] };
// Its health is asked now and then only.
const READY =
  'until curl --silent --fail --output /dev/null http://localhost:8000/api/health/ready/; do sleep 0.2; done';
const SANDBOX = join(import.meta.dirname, '../../sandbox/cli.ts');
const PSQL = `psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --dbname ${DATABASE}`.split(' ');

type Outcome = Promise<{ stdout: string; stderr: string; exitCode?: number }>;

/** What keeps the services, with the words of supervisor. */
interface Keeper {
  /** Runs a command inside a service; inside `attendre`, waits for services. */
  readonly service: (name: string, command: readonly string[], input?: string | Uint8Array) => Outcome;
  /** `stop`, `start` or `restart`, then services. */
  readonly supervisor: (...args: readonly string[]) => Outcome;
}

export interface Machine extends Keeper {
  readonly dir: string;
  /** `npm run sandbox -- …` on this sandbox. */
  readonly sandbox: (...args: readonly string[]) => Outcome;
  /** Rows of a query, as unaligned text. */
  readonly query: (sql: string) => Promise<string>;
  readonly manage: (args: readonly string[], input?: string | Uint8Array) => Outcome;
  readonly baseUrl: () => Promise<string>;
  /** The folder of the media, as the targets give it to the pages. */
  readonly mediaDir: () => Promise<string>;
  readonly remove: () => Promise<void>;
}
