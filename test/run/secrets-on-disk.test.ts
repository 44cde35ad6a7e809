import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canUseAccounts, numbered } from '../support/account.ts';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';
import { until } from '../support/until.ts';

const SECRET = `mot-de-passe "d'un" service $7f3a`;

let place: Place;
beforeEach(async () => {
  place = await openPlace(`targets:
  ici:
    description: Un serveur d’essai.
    kind: local
    secrets: { MDP: { command: [printf, "%s", ${JSON.stringify(SECRET)}] } }
    services: { db: { exec: [sh, -c, 'printf "%s\\n" "$PGPASSWORD" >> vu'], env: { PGPASSWORD: { secret: MDP } } } }
`);
});
afterEach(() => place.remove());

const path = (name: string): string => join(place.folder, name);
const wait = 'touch commence\nwhile ! [ -e laisser-finir ]; do sleep 0.05; done';

/** The files below the state folder that hold the secret, as it is or in quotes. */
async function leaks(): Promise<readonly string[]> {
  const files = (await readdir(place.state, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const held = await Promise.all(files.map(async (file) => (await readFile(file, 'utf8')).includes('mot-de-passe')));
  return files.filter((_, index) => held[index]);
}

async function killed(): Promise<void> {
  const running = place.start('run', 'a.md', '--confirm', 'ici');
  await until(() => existsSync(path('commence')));
  expect(await leaks()).toHaveLength(1);
  running.kill('SIGKILL');
  await running;
}

describe('the secret of a service', () => {
  test('is in one file that only this account reads, while a step is executed, and at no other time', async () => {
    const body = [
      step('step="lent"', `@db\n${wait}\n@db`),
      step('check="attendre" retry="60s"', 'test -e pret'),
      step('step="fin"', '@db'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    const running = place.start('run', 'a.md', '--confirm', 'ici');
    await until(() => existsSync(path('commence')));
    const [file = '', ...others] = await leaks();
    expect(others).toEqual([]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await place.write('laisser-finir', '');
    // Between two attempts nothing is executed.
    await until(() => !existsSync(file));
    await place.write('pret', '');
    expect((await running).exitCode).toBe(0);
    expect(await readFile(path('vu'), 'utf8')).toBe(`${SECRET}\n`.repeat(3));
    expect(await readdir(join(place.state, 'runbook/sessions'))).toEqual([]);
  });

  test('that a killed runner left is removed by the next start of any run, also when its run was purged', async () => {
    await place.write('a.md', page('a', step('step="lent"', `${wait}\n@db`), '  lock: shared\n'));
    await killed();
    await rm(join(place.state, 'runbook/runs'), { recursive: true });
    await place.write('b.md', page('b', step('check="lire"', 'ls')));
    // Its step is still at work, and calls the service.
    expect((await place.runbook('run', 'b.md')).status).toBe(0);
    expect(await leaks()).toHaveLength(1);
    await place.write('laisser-finir', '');
    await until(() => existsSync(path('vu')));
    await until(async () => {
      expect((await place.runbook('run', 'b.md')).status).toBe(0);
      return (await leaks()).length === 0;
    });
    expect(await readFile(path('vu'), 'utf8')).toBe(`${SECRET}\n`);
  });
});

test.runIf(canUseAccounts)('what cannot be removed of another run fails no run', async () => {
  const operator = numbered(4242);
  await place.write('a.md', page('a', step('check="lire"', 'ls')));
  const left = join(place.state, 'runbook/sessions/4026531836-1-123-00000000-0/reste');
  await mkdir(left, { recursive: true });
  await writeFile(join(left, 'fichier'), '');
  // All is the operator's, save the last folder.
  for (let folder = join(left, '..'); folder !== dirname(place.folder); folder = dirname(folder)) {
    await chown(folder, 4242, 4242);
    await chmod(folder, 0o700);
  }
  for (const name of ['a.md', 'targets.yaml']) await chown(path(name), 4242, 4242);
  const { status, stderr } = await operator.runbook(['run', 'a.md'], { cwd: place.folder, env: { ...place.env } });
  expect([status, stderr]).toEqual([0, '']);
  expect(existsSync(left)).toBe(true);
});
