import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, step } from '../support/runbook-cli.ts';
import { until } from '../support/until.ts';
import type { KeptServices } from './kept-services.ts';
import { openKeptServices } from './kept-services.ts';

let place: KeptServices;
beforeEach(async () => {
  place = await openKeptServices();
});
afterEach(() => place.remove());

/** Runs a step that waits for a service, or asks something else of it, with these commands before those of the system. */
async function waitFor(service: string, more = '', verb = 'wait') {
  await place.write('a.md', page('a', step('check="attendre"', `@${service}:${verb} ${more}`)));
  return place.runbook('run', 'a.md');
}

const calls = async (): Promise<readonly string[]> => [...new Set(await place.calls())];

describe('waiting for a service starts nothing', () => {
  test.each([
    ['compose', ''],
    ['compose', 'Created'],
    ['supervisor', 'STOPPED'],
    ['systemd', 'inactive'],
    ['kubernetes', '0'],
  ])('of %s, which is stopped (%o): it fails and says what starts it', async (service, state) => {
    await place.setState(state);
    const { status, stdout } = await waitFor(service);
    expect(stdout).toContain(
      `@${service}:wait : le service est arrêté, et « wait » ne démarre rien ; « @${service}:start » le démarre`,
    );
    expect(status).toBe(1);
    expect((await calls()).filter((call) => / (up|start|scale|run|restart)\b/.test(call))).toEqual([]);
  });

  test.each([
    ['compose', 'Up 4 seconds (health: starting)', 'Up 30 seconds (healthy)'],
    ['compose', 'Up 4 seconds', 'Up 11 seconds'],
    ['compose', 'Up 5 minutes (Paused)', 'Up 5 minutes (healthy)'],
    ['supervisor', 'STARTING', 'RUNNING'],
    ['systemd', 'activating', 'active'],
  ])('of %s, which is %s: until it is ready', async (service, before, after) => {
    await place.setState(before);
    const running = waitFor(service);
    await until(async () => (await place.calls().catch(() => [])).length > 3);
    await place.setState(after);
    expect((await running).status).toBe(0);
  });

  test.each([
    ['Exited (1) 2 seconds ago', 'le service est arrêté (Exited (1) 2 seconds ago), et « wait » ne démarre rien'],
    ['Restarting (1) 3 seconds ago', 'le service ne démarre pas (Restarting (1) 3 seconds ago)'],
    ['Up 2 minutes (unhealthy)', 'le service ne démarre pas (unhealthy)'],
  ])('of Compose, which is %s: it fails at once, with the end of the log', async (state, message) => {
    await place.setState(state);
    const { status, stdout } = await waitFor('compose');
    expect(stdout).toContain(`@compose:wait : ${message}`);
    expect(stdout).toContain('│ FATAL: le disque est plein\n');
    expect(status).toBe(1);
    expect((await place.calls()).filter((call) => call.startsWith('docker ps'))).toHaveLength(1);
  });

  test('of Compose asks for the containers of the project, and Docker for their state', async () => {
    await place.setState('Up 3 minutes');
    expect((await waitFor('compose')).status).toBe(0);
    expect((await calls()).map((call) => call.replace(/--format .*/, ''))).toEqual([
      `docker compose --file ${place.folder}/c.yml --profile prod ps --all --quiet db`,
      'docker ps --all --no-trunc --filter id=deca --filter id=c0ffee ',
      'docker inspect ',
    ]);
  });

  test('of PostgreSQL under Compose asks it over TCP: its socket answers while it is initialised', async () => {
    await place.setState('Up 3 minutes (healthy)');
    await place.write('base', 'postgres');
    await place.write('tcp', 'sourd');
    const running = waitFor('compose');
    await until(async () => (await calls().catch(() => [])).some((call) => call.includes('pg_isready')));
    await rm(join(place.folder, 'tcp'));
    expect((await running).status).toBe(0);
    expect(await calls()).toContain('docker exec c0ffee pg_isready --quiet --host 127.0.0.1');
  });

  test('of Kubernetes asks how many are wanted, then for their rollout, in its namespace', async () => {
    await place.setState('1');
    expect((await waitFor('kubernetes')).status).toBe(0);
    expect(await calls()).toEqual([
      'kubectl --namespace ecole get deployment/db --output jsonpath={.spec.replicas}',
      'kubectl --namespace ecole rollout status --timeout=5m deployment/db',
    ]);
  });

  test('what cannot tell fails with its own message', async () => {
    await place.setState('');
    await place.tool('docker', 'echo "no configuration file provided" >&2; exit 14');
    const { status, stdout } = await waitFor('compose');
    expect(stdout).toContain('no configuration file provided');
    expect(status).toBe(1);
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
    await place.setState(state);
    const { status, stdout } = await waitFor(service, '', 'status');
    expect(stdout).toContain(`│ ${told}\n`);
    expect(status).toBe(0);
    expect((await calls()).filter((call) => / (up|start|scale|run|restart|stop)\b/.test(call))).toEqual([]);
  });

  test('what cannot tell fails with its own message', async () => {
    await place.tool('docker', 'echo "no configuration file provided" >&2; exit 14');
    const { status, stdout } = await waitFor('compose', '', 'status');
    expect(stdout).toContain('no configuration file provided');
    expect(status).toBe(1);
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
    const { status, stdout } = await waitFor('beat', '', verb);
    expect(stdout).toContain(`│ ${told}\n`);
    expect(status).toBe(0);
  });

  test('nothing is executed in it', async () => {
    await place.write('a.md', page('a', step('check="lire"', '@beat true')));
    const { stderr, status } = await place.runbook('run', 'a.md');
    expect(stderr).toContain('appelle @beat, que la cible « ici » n’offre pas');
    expect(status).toBe(4);
  });
});
