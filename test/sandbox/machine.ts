import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { DATABASE } from '../../sandbox/platform/database.ts';

/** A sandbox as an operator handles it: through the command line, the launchers and HTTP, nothing else. */
export async function prepareMachine(): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'korrigo-test-'));
  return machineAt(folder, join(folder, 'bac'));
}

function machineAt(folder: string, dir: string): Machine {
  const run = (file: string, args: readonly string[], input?: string | Uint8Array) =>
    execa(file, [...args], { reject: false, input: input ?? '', extendEnv: true });
  return {
    dir,
    sandbox: (...args) => run('node', [join(import.meta.dirname, '../../sandbox/cli.ts'), ...args, '--dir', dir]),
    service: (name, command, input) => run(join(dir, 'bin', name), command, input),
    supervisor: (...args) => run('supervisorctl', ['-c', join(dir, 'etc/supervisord.conf'), ...args]),
    query: async (sql) => {
      const { stdout, stderr, exitCode } = await run(join(dir, 'bin/db'), [...PSQL, '--command', sql]);
      if (exitCode !== 0) throw new Error(stderr);
      return stdout;
    },
    manage: (args, input) => run(join(dir, 'bin/backend'), ['python', 'manage.py', ...args], input),
    baseUrl: async () => (await readFile(join(dir, 'base-url'), 'utf8')).trim(),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const PSQL = `psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --dbname ${DATABASE}`.split(' ');

type Outcome = Promise<{ stdout: string; stderr: string; exitCode?: number }>;

export interface Machine {
  readonly dir: string;
  /** `npm run sandbox -- …` on this sandbox. */
  readonly sandbox: (...args: readonly string[]) => Outcome;
  /** Runs a command inside a service. */
  readonly service: (name: string, command: readonly string[], input?: string | Uint8Array) => Outcome;
  readonly supervisor: (...args: readonly string[]) => Outcome;
  /** Rows of a query, as unaligned text. */
  readonly query: (sql: string) => Promise<string>;
  readonly manage: (args: readonly string[], input?: string | Uint8Array) => Outcome;
  readonly baseUrl: () => Promise<string>;
  readonly remove: () => Promise<void>;
}
