import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processesOf } from '../../sandbox/topology/native/processes.ts';
import { describeArchive } from './archive.ts';
import { describeHeaders } from './headers.ts';
import { describeHealth } from './health.ts';
import { identityOf } from './identity.ts';
import { describeLaunchers } from './launchers.ts';
import type { Machine } from './machine.ts';
import { prepareMachine } from './machine.ts';
import { describeMaintenance } from './maintenance.ts';
import { describeMediaAccess } from './media-access.ts';
import { describeReset } from './reset.ts';

// One real sandbox for all the chapters; each leaves it as it found it.
describe('the native sandbox', () => {
  let first: Machine;
  let second: Machine;

  beforeAll(async () => {
    [first, second] = [await prepareMachine(), await prepareMachine()];
    const { exitCode, stdout, stderr } = await first.sandbox('up');
    expect(stderr).toBe('');
    expect(stdout).toContain('Données : 200 élèves, 15 épreuves, 3000 copies');
    expect(stdout).toContain('Services       db, redis, backend, worker, beat, nginx : tous répondent');
    expect(exitCode).toBe(0);
  });

  afterAll(async () => {
    for (const machine of [first, second]) {
      await machine.sandbox('down');
      await machine.remove();
    }
  });

  test('up, a second time, changes nothing and says so', async () => {
    const before = await identityOf(first);
    const { exitCode, stdout } = await first.sandbox('up');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Le bac à sable est déjà en service\./);
    expect(await identityOf(first)).toEqual(before);
  });

  test('up repairs a sandbox whose supervisord was killed', async () => {
    const before = await identityOf(first);
    process.kill(await supervisordOf(first), 'SIGKILL');
    expect(await first.sandbox('status')).toMatchObject({ exitCode: 1 });
    expect(await first.sandbox('up')).toMatchObject({ exitCode: 0 });
    expect(await first.sandbox('status')).toMatchObject({ exitCode: 0 });
    expect(await identityOf(first)).toEqual(before);
  });

  describeHealth(() => first);
  describeMediaAccess(() => first);
  describeHeaders(() => first);

  describeMaintenance(() => first);
  describeLaunchers(() => first);
  describeReset(() => first);
  describeArchive(() => first);

  test('a second sandbox lives beside the first, with the same data, and down leaves the first alone', async () => {
    expect(await second.sandbox('up')).toMatchObject({ exitCode: 0 });
    expect(await second.baseUrl()).not.toBe(await first.baseUrl());
    const [one, other] = [await identityOf(first), await identityOf(second)];
    expect(other.media).toEqual(one.media);
    // Passwords are each sandbox's own, and Django dates its migrations.
    const { auth_user: _, django_migrations: __, ...rows } = one.rows;
    expect(other.rows).toMatchObject(rows);

    const root = await realpath(second.dir);
    expect(await second.sandbox('down')).toMatchObject({ exitCode: 0 });
    expect(existsSync(root)).toBe(false);
    expect(await first.sandbox('status')).toMatchObject({ exitCode: 0 });
  });

  test('down leaves no process and no folder, even with a command still running and supervisord killed', async () => {
    const root = await realpath(first.dir);
    const sandbox = { link: first.dir, root, uid: process.getuid?.() ?? -1 };
    const running = first.service('backend', ['sleep', '600']);
    process.kill(await supervisordOf(first), 'SIGKILL');

    const { exitCode, stdout } = await first.sandbox('down');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Bac à sable arrêté et supprimé : ${root}.`);
    expect(stdout).toMatch(/- postgres \(pid \d+\), arrêté à part/);
    expect(await processesOf(sandbox)).toEqual([]);
    expect([existsSync(root), existsSync(first.dir)]).toEqual([false, false]);
    await running;
  });

  test('without a sandbox, each command says what to do', async () => {
    const next = '→ Mettez-le en service : npm run sandbox -- up';
    expect(await first.sandbox('status')).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(next) });
    expect(await first.sandbox('sinistre')).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(next) });
    expect(await first.sandbox('reset')).toMatchObject({ exitCode: 4 });
    expect(await first.sandbox('down')).toMatchObject({
      exitCode: 0,
      stdout: `Il n’y a pas de bac à sable dans ${first.dir} : rien à arrêter.`,
    });
    expect(await first.sandbox('upp')).toMatchObject({ exitCode: 2 });
    expect(await first.sandbox('up', '--kind')).toMatchObject({ exitCode: 2 });
  });
});

async function supervisordOf(machine: Machine) {
  const pid = Number(await readFile(join(machine.dir, 'run/supervisord.pid'), 'utf8'));
  if (!(pid > 1)) throw new Error(`not a pid: ${pid}`);
  return pid;
}
