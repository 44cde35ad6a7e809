import { existsSync } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { daemonPid } from '../../sandbox/topology/compose/daemon.ts';
import { processesOf } from '../../sandbox/topology/native/processes.ts';
import { composeHere } from './compose-here.ts';
import { describeHeaders } from './headers.ts';
import { identityOf } from './identity.ts';
import type { Machine } from './machine.ts';
import { prepareMachine } from './machine.ts';
import { describeMaintenance } from './maintenance.ts';
import { describeMediaAccess } from './media-access.ts';
import { describeCompose } from './preset.ts';

const uid = process.getuid?.() ?? -1;
const { docker, why } = await composeHere();

// Images take minutes the first time; then they are on disk.
describe.skipIf(why !== '')(`the compose sandbox${why}`, () => {
  let machine: Machine;
  let before: MachineState;

  beforeAll(async () => {
    before = await stateOfMachine();
    machine = await prepareMachine('compose');
    const { exitCode, stdout, stderr } = await machine.sandbox('up');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Docker : .*\.\n/m);
    expect(stdout).toContain('Données : 200 élèves, 15 épreuves, 3000 copies');
    expect(stdout).toContain('Bac à sable en service : topologie compose, profil durci.');
    expect(exitCode).toBe(0);
  });

  afterAll(async () => {
    await machine.sandbox('down');
    await machine.remove();
  });

  test('up, a second time, changes nothing and says so', async () => {
    const found = await identityOf(machine);
    const { exitCode, stdout } = await machine.sandbox('up');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Le bac à sable est déjà en service\./);
    expect(await identityOf(machine)).toEqual(found);
  });

  test('the database has the names of .env, no role postgres, and asks a password over the network', async () => {
    const facts =
      'select current_database(), current_user, (select rolsuper from pg_roles where rolname = current_user)';
    expect(await machine.query(facts)).toBe('lycee_copies|lycee_admin|t');
    expect(await machine.query("select count(*) from pg_roles where rolname = 'postgres'")).toBe('0');
    const connect = `import os, psycopg2
psycopg2.connect(host="db", dbname=os.environ["DB_NAME"], user=os.environ["DB_USER"], password="faux")`;
    const { exitCode, stderr } = await machine.service('backend', ['python', '-c', connect]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('password authentication failed')]);
  });

  test('each Python service migrates when it starts, and none is told where the media are', async () => {
    for (const name of ['backend', 'worker', 'beat']) {
      expect((await machine.supervisor('logs', name)).stdout).toContain('No migrations to apply.');
    }
    const { stdout } = await machine.service('worker', ['sh', '-c', 'echo "[$MEDIA_ROOT]"; ls -d /app/media/copies']);
    expect(stdout).toBe('[]\n/app/media/copies');
  });

  test('a service needs no bash', async () => {
    expect((await machine.service('redis', ['sh', '-c', 'echo $0'])).stdout).toBe('sh');
    expect((await machine.service('redis', ['bash', '-c', 'true'])).exitCode).not.toBe(0);
  });

  test('only the loopback reaches the platform', async () => {
    const { stdout } = await machine.supervisor('port', 'nginx', '8080');
    expect(`http://${stdout}`).toBe(await machine.baseUrl());
    expect(stdout).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  test('each container restarts as it started', async () => {
    expect(await machine.supervisor('restart')).toMatchObject({ exitCode: 0 });
    expect(await machine.sandbox('up')).toMatchObject({ exitCode: 0 });
    expect(await machine.sandbox('status')).toMatchObject({ exitCode: 0 });
  });

  describeMediaAccess(() => machine);
  describeHeaders(() => machine);
  describeMaintenance(() => machine);
  describeCompose(() => machine);

  test('reset brings everything back after a disaster, the volumes gone', async () => {
    const found = await identityOf(machine);
    const { stdout } = await machine.sandbox('sinistre');
    expect(stdout).toContain('- table exams_copy supprimée : 3000 lignes');
    expect(stdout).toContain('- médias effacés : 4263 fichiers');
    expect(await identityOf(machine)).not.toEqual(found);
    expect(await machine.supervisor('down', '--volumes')).toMatchObject({ exitCode: 0 });
    expect(await machine.sandbox('reset')).toMatchObject({ exitCode: 0 });
    expect(await identityOf(machine)).toEqual(found);
  });

  test.runIf(docker?.kind === 'own')('up repairs a sandbox whose own Docker was killed', async () => {
    const found = await identityOf(machine);
    process.kill((await daemonPid(await sandboxOf(machine))) ?? 0, 'SIGKILL');
    expect(await machine.sandbox('status')).toMatchObject({ exitCode: 1 });
    expect(await machine.sandbox('up')).toMatchObject({ exitCode: 0 });
    expect(await identityOf(machine)).toEqual(found);
  });

  test('down leaves nothing of it', async () => {
    const sandbox = await sandboxOf(machine);
    const { exitCode, stdout } = await machine.sandbox('down');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Bac à sable arrêté et supprimé : ${sandbox.root}.`);
    expect(await processesOf(sandbox)).toEqual([]);
    expect([existsSync(sandbox.root), existsSync(machine.dir)]).toEqual([false, false]);
    expect(existsSync(`/sys/class/net/kg-${sandbox.root.split('-').at(-1)}`)).toBe(false);
    expect(await readFile('/proc/mounts', 'utf8')).not.toContain(sandbox.root);
    expect(await stateOfMachine()).toEqual(before);
  });
});

async function sandboxOf({ dir }: Machine) {
  return { link: dir, root: await realpath(dir), uid };
}

/** What a Docker may leave on a machine, beside what bears a sandbox's name: another one may live here too. */
async function stateOfMachine() {
  const bridges = (await readdir('/sys/class/net')).filter((name) => /^(br-|docker)/.test(name));
  const forward = await readFile('/proc/sys/net/ipv4/ip_forward', 'utf8');
  const places = ['/run/containerd', '/var/lib/docker', '/etc/docker/key.json', '/var/run/docker.sock'];
  return { bridges, forward, places: places.map((place) => existsSync(place)) };
}

type MachineState = Awaited<ReturnType<typeof stateOfMachine>>;
