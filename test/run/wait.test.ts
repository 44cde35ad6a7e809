import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, page, step } from '../support/runbook-cli.ts';
import { until } from '../support/until.ts';
import { writeCommand } from '../support/write-command.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace(`targets:
  ici:
    description: Un serveur d’essai.
    kind: local
    services:
      compose: { compose: c.yml, profiles: [prod], service: db }
      supervisor: { supervisor: { config: s.conf } }
      systemd: { systemd: db.service }
      kubernetes: { kubernetes: deployment/db, namespace: ecole }
      beat: { absent: true }
`);
  // Each writes down its words, and answers with the state that a file says.
  await command('docker', DOCKER);
  await command('supervisorctl', 'echo "db $(cat etat)"; ! grep -qv RUNNING etat || exit 3');
  await command('systemctl', 'cat etat; grep -qx active etat || exit 3');
  await command('kubectl', '[ "$3" != get ] || cat etat');
});
afterEach(() => place.remove());

/** Docker with a container for each line of a file, in the state that it says, and one that `run` made for a migration. */
const DOCKER = `case "$*" in
  compose*logs*) echo 'FATAL: le disque est plein' ;;
  compose*) [ ! -s etat ] || printf '%s\\n' c0ffee ;;
  ps*) echo 'deca True Up 2 minutes'; while read -r line || [ -n "$line" ]; do echo "c0ffee False $line"; done < etat ;;
  inspect*) cat base 2> /dev/null || true ;;
  exec*) [ ! -e tcp ] ;;
esac`;

const command = (name: string, text: string) =>
  writeCommand(join(place.folder, 'bin'), name, `cd '${place.folder}' || exit\necho "${name} $*" >> appels\n${text}`);

/** Runs a step that waits for a service, or asks something else of it, with these commands before those of the system. */
async function waitFor(service: string, more = '', verb = 'wait') {
  await place.write('a.md', page('a', step('check="attendre"', `@${service}:${verb} ${more}`)));
  return execa(process.execPath, [cli, 'run', 'a.md'], {
    cwd: place.folder,
    env: { ...place.env, PATH: `${place.folder}/bin:${process.env.PATH}` },
    reject: false,
  });
}

const calls = async (): Promise<readonly string[]> => [
  ...new Set((await readFile(join(place.folder, 'appels'), 'utf8')).trimEnd().split('\n')),
];

describe('waiting for a service starts nothing', () => {
  test.each([
    ['compose', ''],
    ['compose', 'Created'],
    ['supervisor', 'STOPPED'],
    ['systemd', 'inactive'],
    ['kubernetes', '0'],
  ])('of %s, which is stopped (%o): it fails and says what starts it', async (service, state) => {
    await place.write('etat', state);
    const { exitCode, stdout } = await waitFor(service);
    expect(stdout).toContain(
      `@${service}:wait : le service est arrêté, et « wait » ne démarre rien ; « @${service}:start » le démarre`,
    );
    expect(exitCode).toBe(1);
    expect((await calls()).filter((call) => / (up|start|scale|run|restart)\b/.test(call))).toEqual([]);
  });

  test.each([
    ['compose', 'Up 4 seconds (health: starting)', 'Up 30 seconds (healthy)'],
    ['compose', 'Up 4 seconds', 'Up 11 seconds'],
    ['compose', 'Up 5 minutes (Paused)', 'Up 5 minutes (healthy)'],
    ['supervisor', 'STARTING', 'RUNNING'],
    ['systemd', 'activating', 'active'],
  ])('of %s, which is %s: until it is ready', async (service, before, after) => {
    await place.write('etat', before);
    const running = waitFor(service);
    await until(
      async () => (await readFile(join(place.folder, 'appels'), 'utf8').catch(() => '')).split('\n').length > 4,
    );
    await place.write('etat', after);
    expect((await running).exitCode).toBe(0);
  });

  test.each([
    ['Exited (1) 2 seconds ago', 'le service est arrêté (Exited (1) 2 seconds ago), et « wait » ne démarre rien'],
    ['Restarting (1) 3 seconds ago', 'le service ne démarre pas (Restarting (1) 3 seconds ago)'],
    ['Up 2 minutes (unhealthy)', 'le service ne démarre pas (unhealthy)'],
  ])('of Compose, which is %s: it fails at once, with the end of the log', async (state, message) => {
    await place.write('etat', state);
    const { exitCode, stdout } = await waitFor('compose');
    expect(stdout).toContain(`@compose:wait : ${message}`);
    expect(stdout).toContain('│ FATAL: le disque est plein\n');
    expect(exitCode).toBe(1);
    const asked = (await readFile(join(place.folder, 'appels'), 'utf8')).split('\n');
    expect(asked.filter((call) => call.startsWith('docker ps'))).toHaveLength(1);
  });

  test('of Compose asks for the containers of the project, and Docker for their state', async () => {
    await place.write('etat', 'Up 3 minutes');
    expect((await waitFor('compose')).exitCode).toBe(0);
    expect((await calls()).map((call) => call.replace(/--format .*/, ''))).toEqual([
      `docker compose --file ${place.folder}/c.yml --profile prod ps --all --quiet db`,
      'docker ps --all --no-trunc --filter id=c0ffee ',
      'docker inspect ',
    ]);
  });

  test('of PostgreSQL under Compose asks it over TCP: its socket answers while it is initialised', async () => {
    await place.write('etat', 'Up 3 minutes (healthy)');
    await place.write('base', 'postgres');
    await place.write('tcp', 'sourd');
    const running = waitFor('compose');
    await until(async () => (await calls().catch(() => [])).some((call) => call.includes('pg_isready')));
    await rm(join(place.folder, 'tcp'));
    expect((await running).exitCode).toBe(0);
    expect(await calls()).toContain('docker exec c0ffee pg_isready --quiet --host 127.0.0.1');
  });

  test('of Kubernetes asks how many are wanted, then for their rollout, in its namespace', async () => {
    await place.write('etat', '1');
    expect((await waitFor('kubernetes')).exitCode).toBe(0);
    expect(await calls()).toEqual([
      'kubectl --namespace ecole get deployment/db --output jsonpath={.spec.replicas}',
      'kubectl --namespace ecole rollout status --timeout=5m deployment/db',
    ]);
  });

  test('what cannot tell fails with its own message', async () => {
    await place.write('etat', '');
    await command('docker', 'echo "no configuration file provided" >&2; exit 14');
    const { exitCode, stdout } = await waitFor('compose');
    expect(stdout).toContain('no configuration file provided');
    expect(exitCode).toBe(1);
  });
});

describe('the state of a service is told in the same words, whatever keeps it', () => {
  test.each([
    ['compose', 'Up 3 minutes', 'en marche'],
    ['compose', 'Up 3 minutes (healthy)', 'en marche'],
    ['compose', 'Up 3 seconds (health: starting)', 'Up 3 seconds (health: starting)'],
    ['compose', 'Up 9 seconds', 'Up 9 seconds'],
    ['compose', 'Restarting (1) 2 seconds ago', 'Restarting (1) 2 seconds ago'],
    ['compose', 'Up 3 minutes (unhealthy)', 'unhealthy'],
    ['compose', 'Exited (0) 3 minutes ago', 'arrêté'],
    ['compose', 'Exited (0) 3 minutes ago\nExited (1) 3 minutes ago', 'arrêté'],
    ['compose', 'Exited (0) 3 minutes ago\nUp 3 minutes', 'un conteneur est en marche, un autre est arrêté'],
    ['compose', 'Up 3 minutes\nCreated', 'un conteneur est en marche, un autre est arrêté'],
    ['compose', 'Up 5 seconds\nExited (0) 3 minutes ago', 'un conteneur est en marche, un autre est arrêté'],
    ['compose', 'Created', 'arrêté'],
    ['compose', '', 'arrêté'],
    ['supervisor', 'RUNNING', 'en marche'],
    ['supervisor', 'STOPPED', 'arrêté'],
    ['supervisor', 'BACKOFF', 'db BACKOFF'],
    ['systemd', 'active', 'en marche'],
    ['systemd', 'failed', 'arrêté'],
    ['systemd', 'activating', 'activating'],
    ['kubernetes', '2 2 2', 'en marche'],
    ['kubernetes', '2 2 1', '1/2'],
    ['kubernetes', '0 1 1', '1/0'],
    ['kubernetes', '0', 'arrêté'],
  ])('of %s, %o: %s', async (service, state, told) => {
    await place.write('etat', state);
    const { exitCode, stdout } = await waitFor(service, '', 'status');
    expect(stdout).toContain(`│ ${told}\n`);
    expect(exitCode).toBe(0);
    expect((await calls()).filter((call) => / (up|start|scale|run|restart|stop)\b/.test(call))).toEqual([]);
  });

  test('what cannot tell fails with its own message', async () => {
    await command('docker', 'echo "no configuration file provided" >&2; exit 14');
    const { exitCode, stdout } = await waitFor('compose', '', 'status');
    expect(stdout).toContain('no configuration file provided');
    expect(exitCode).toBe(1);
  });
});

describe('a service that the installation has not', () => {
  test.each([
    ['stop', '@beat : absent de cette installation, rien à faire'],
    ['start', '@beat : absent de cette installation, rien à faire'],
    ['wait', '@beat : absent de cette installation, rien à faire'],
    ['logs', '@beat : absent de cette installation, rien à faire'],
    ['status', 'arrêté (absent de cette installation)'],
  ])('%s succeeds and says so', async (verb, told) => {
    const { exitCode, stdout } = await waitFor('beat', '', verb);
    expect(stdout).toContain(`│ ${told}\n`);
    expect(exitCode).toBe(0);
  });

  test('nothing is executed in it', async () => {
    await place.write('a.md', page('a', step('check="lire"', '@beat true')));
    const { stderr, status } = await place.runbook('run', 'a.md');
    expect(stderr).toContain('appelle @beat, que la cible « ici » n’offre pas');
    expect(status).toBe(4);
  });
});
