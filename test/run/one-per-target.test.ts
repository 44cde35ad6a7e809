import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, page, step } from '../support/runbook-cli.ts';
import { until } from '../support/until.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const path = (...names: string[]): string => join(place.folder, ...names);
const wait = 'touch commence\nwhile ! [ -e laisser-finir ]; do sleep 0.05; done';

async function killed(...words: readonly string[]): Promise<string> {
  const running = place.start('run', 'a.md', ...words);
  await until(() => existsSync(path('commence')));
  running.kill('SIGKILL');
  await running;
  return (await runs()).at(-1) as string;
}

async function runs(): Promise<readonly string[]> {
  return (await readdir(join(place.state, 'runbook/runs'))).toSorted();
}

/** The command line under another home, as another account or a job of cron has it, with the same locks. */
function elsewhere(folder: string, ...words: readonly string[]) {
  const env = { ...place.env, XDG_STATE_HOME: path('autre-etat') };
  return execa(process.execPath, [cli, ...words], { cwd: folder, env, reject: false, stdin: 'ignore' });
}

describe('one run at a time on a target', () => {
  test('whatever home or checkout the second one has', async () => {
    await place.write('a.md', page('a', step('step="lent"', wait)));
    await mkdir(path('copie'));
    for (const name of ['a.md', 'targets.yaml']) await writeFile(path('copie', name), await readFile(path(name)));
    const running = place.start('run', 'a.md');
    await until(() => existsSync(path('commence')));
    for (const folder of [place.folder, path('copie')]) {
      const { exitCode, stderr } = await elsewhere(folder, 'run', 'a.md');
      expect(stderr).toContain('une autre exécution est en cours sur la cible « ici »');
      expect(exitCode).toBe(3);
    }
    await place.write('laisser-finir', '');
    expect((await running).exitCode).toBe(0);
  });

  test('targets that say different things of themselves are different targets', async () => {
    const named = (identity: string) =>
      `targets: { ici: { description: Essai, kind: local, identity: { command: [echo, ${identity}] } } }\n`;
    await place.write('targets.yaml', named('lycee-a'));
    await place.write('a.md', page('a', step('step="lent"', wait)));
    await mkdir(path('copie'));
    await writeFile(path('copie/targets.yaml'), named('lycee-b'));
    await writeFile(path('copie/a.md'), page('a', step('step="court"', 'touch fait')));
    const running = place.start('run', 'a.md');
    await until(() => existsSync(path('commence')));
    expect((await elsewhere(path('copie'), 'run', 'a.md')).exitCode).toBe(0);
    await place.write('laisser-finir', '');
    expect((await running).exitCode).toBe(0);
  });

  test('a runbook that only reads is never kept waiting', async () => {
    await place.write('a.md', page('a', step('step="lent"', wait)));
    await place.write('b.md', page('b', step('check="lire"', 'ls')));
    const running = place.start('run', 'a.md');
    await until(() => existsSync(path('commence')));
    expect((await place.runbook('run', 'b.md')).status).toBe(0);
    await place.write('laisser-finir', '');
    expect((await running).exitCode).toBe(0);
  });

  test('two that say « lock: shared » run side by side; one that destroys waits for both', async () => {
    await place.write('a.md', page('a', step('step="lent"', wait), '  lock: shared\n'));
    await place.write('b.md', page('b', step('step="copier"', 'touch copie'), '  lock: shared\n'));
    await place.write('c.md', page('c', step('step="vider" danger="tout"', 'rm -f copie'), '  lock: shared\n'));
    const running = place.start('run', 'a.md');
    await until(() => existsSync(path('commence')));
    expect((await place.runbook('run', 'b.md')).status).toBe(0);
    expect((await place.runbook('run', 'c.md', '--confirm', 'ici')).status).toBe(3);
    await place.write('laisser-finir', '');
    expect((await running).exitCode).toBe(0);
  });
});

describe('a run whose runner died in a step', () => {
  beforeEach(() => place.write('a.md', page('a', step('step="lent"', `${wait}\nmkdir fait`))));

  test('keeps others from beginning until it is resumed', async () => {
    const runId = await killed();
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain(`l’exécution ${runId} (a)`);
    expect(stderr).toContain('rien ne dit dans quel état elle l’a laissée');
    expect(stderr).toContain(`runbook resume ${runId} ; ou, après avoir vérifié la cible, runbook abandon ${runId}`);
    expect(status).toBe(3);
    await place.write('laisser-finir', '');
    expect((await place.runbook('resume', '--done', 'lent')).status).toBe(6);
    await place.write('b.md', page('b', step('step="autre"', 'mkdir autre')));
    expect((await place.runbook('run', 'b.md')).status).toBe(0);
  });

  test('also after the machine has booted, when only its journal is left', async () => {
    const runId = await killed();
    for (const name of await readdir(join(place.state, 'locks'))) await execa('rm', [join(place.state, 'locks', name)]);
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain(runId);
    expect(status).toBe(3);
    await place.write('laisser-finir', '');
  });

  test('does not keep what only reads, or says « lock: shared », from beginning', async () => {
    await killed();
    await place.write('b.md', page('b', step('check="lire"', 'ls')));
    await place.write('c.md', page('c', step('step="copier"', 'touch copie'), '  lock: shared\n'));
    expect((await place.runbook('run', 'b.md')).status).toBe(0);
    expect((await place.runbook('run', 'c.md')).status).toBe(0);
    await place.write('laisser-finir', '');
  });

  test('is abandoned by typing its identifier and a reason, once nothing of it runs', async () => {
    const runId = await killed();
    const alive = await place.runbook('abandon', '--confirm', runId, '--reason', 'vu à la main');
    expect(alive.stderr).toMatch(/l’étape « lent » tourne encore \(processus \d+/);
    expect(alive.status).toBe(3);
    await place.write('laisser-finir', '');
    await until(() => existsSync(path('fait')));
    const wrong = await place.runbook('abandon', runId, '--confirm', 'oui', '--reason', 'vu à la main');
    expect(wrong.stderr).toContain(`l’exécution ${runId} n’est pas abandonnée`);
    expect(wrong.status).toBe(3);
    const kept = join(place.state, 'runbook/runs', runId, 'session');
    expect(existsSync(kept)).toBe(true);
    await until(
      async () => (await place.runbook('abandon', '--confirm', runId, '--reason', 'vu à la main')).status === 0,
    );
    expect(existsSync(kept)).toBe(false);
    const resumed = await place.runbook('resume', runId);
    expect(resumed.stderr).toContain('a été abandonnée');
    expect(resumed.status).toBe(2);
    expect((await place.runbook('list')).stdout).toMatch(/a sur ici, par \S+ : abandonnée/);
    await place.write('b.md', page('b', step('step="autre"', 'mkdir autre')));
    expect((await place.runbook('run', 'b.md')).status).toBe(0);
  });

  test('is not abandoned while its runner lives', async () => {
    const running = place.start('run', 'a.md');
    await until(() => existsSync(path('commence')));
    const [runId = ''] = await runs();
    const { status, stderr } = await place.runbook('abandon', '--confirm', runId, '--reason', 'essai');
    expect(stderr).toContain('une exécution est en cours sur cette cible');
    expect(status).toBe(3);
    await place.write('laisser-finir', '');
    expect((await running).exitCode).toBe(0);
  });
});

test('a folder of locks that cannot be one is refused before anything runs', async () => {
  await place.write('a.md', page('a', step('step="un"', 'mkdir fait')));
  await place.write('fichier', '');
  for (const folder of ['fichier', 'fichier/dedans']) {
    const env = { ...place.env, XDG_STATE_HOME: path('autre-etat'), RUNBOOK_LOCK_FOLDER: path(folder) };
    const called = await execa(process.execPath, [cli, 'run', 'a.md'], { cwd: place.folder, env, reject: false });
    expect(called.stderr).toMatch(
      /^✗ le verrou de la cible ne peut pas être pris : une partie du chemin n’est pas un dossier, ENOTDIR\n {2}où .+fichier/,
    );
    expect(called.exitCode).toBe(4);
    expect(existsSync(path('fait'))).toBe(false);
  }
});

test('a folder of locks that is a link to nothing is refused, not waited for', async () => {
  await place.write('a.md', page('a', step('step="un"', 'mkdir fait')));
  await symlink('absent', path('verrous'));
  const called = await execa(process.execPath, [cli, 'run', 'a.md'], {
    cwd: place.folder,
    env: { ...place.env, RUNBOOK_LOCK_FOLDER: path('verrous') },
    reject: false,
    timeout: 10_000,
  });
  expect(called.stderr).toMatch(/^✗ le verrou de la cible ne peut pas être pris : autre chose porte ce nom, EEXIST\n/);
  expect(called.exitCode).toBe(4);
});

test('a run whose lock was taken away executes nothing more that destroys', async () => {
  const body = [step('step="lent"', wait), step('step="vider" danger="tout"', 'rm -f donnees')].join('\n');
  await place.write('a.md', page('a', body));
  await place.write('donnees', '');
  const running = place.start('run', 'a.md', '--confirm', 'ici');
  await until(() => existsSync(path('commence')));
  for (const name of await readdir(join(place.state, 'locks'))) await rm(join(place.state, 'locks', name));
  await place.write('laisser-finir', '');
  const { exitCode, stdout } = await running;
  expect(stdout).toContain('Le verrou de la cible a été perdu : rien de destructif n’est plus exécuté.');
  expect(exitCode).toBe(3);
  expect(existsSync(path('donnees'))).toBe(true);
});

test('a run that was interrupted in the middle of a step said so, and is told to whoever begins another', async () => {
  await place.write('a.md', page('a', step('step="lent"', wait)));
  const running = place.start('run', 'a.md');
  await until(() => existsSync(path('commence')));
  running.kill('SIGTERM');
  expect((await running).exitCode).toBe(130);
  const [runId = ''] = await runs();
  await place.write('b.md', page('b', step('step="autre"', 'mkdir autre')));
  const { status, stdout } = await place.runbook('run', 'b.md');
  expect(stdout.replaceAll(/\s+(· )?/g, ' ')).toContain(`au milieu d’une étape : runbook resume ${runId}`);
  expect(status).toBe(0);
});

describe('which run goes on is never guessed', () => {
  test('of several that have not reached their end, one must be named', async () => {
    await place.write('a.md', page('a', step('check="un"', 'test -e pret')));
    await place.runbook('run', 'a.md');
    await place.runbook('run', 'a.md');
    const [first = '', second = ''] = await runs();
    const { status, stderr } = await place.runbook('resume');
    expect(stderr).toContain('plusieurs exécutions n’ont pas atteint leur fin');
    expect(stderr).toMatch(new RegExp(`${second}  a sur ici, par \\S+\n  ${first}  a sur ici, par `));
    expect(status).toBe(2);
    await place.write('pret', '');
    expect((await place.runbook('resume', first)).status).toBe(0);
  });

  test('when the last journal is damaged, an older run is not taken in its place', async () => {
    await place.write('a.md', page('a', step('check="un"', 'test -e pret')));
    await place.runbook('run', 'a.md');
    await place.runbook('run', 'a.md');
    const last = (await runs()).at(-1) as string;
    const journal = join(place.state, 'runbook/runs', last, 'journal.jsonl');
    await writeFile(journal, (await readFile(journal, 'utf8')).replace('"un"', '"UN"'));
    const { status, stderr } = await place.runbook('resume');
    expect(stderr).toContain(last);
    expect(stderr).toContain('Ce qui a été exécuté ne peut plus être établi');
    expect(status).toBe(5);
  });
});

test('the history has every run, and names a damaged journal', async () => {
  await place.write('a.md', page('a', step('check="un"', 'test -e pret')));
  await place.runbook('run', 'a.md');
  const [first = ''] = await runs();
  await place.write('pret', '');
  await place.runbook('run', 'a.md');
  const second = (await runs()).find((id) => id !== first) as string;
  const whole = await place.runbook('history');
  expect(whole.stdout).toMatch(
    new RegExp(`^${second}  a sur ici, par \\S+ : réussite en .*\n${first}  a sur ici, par \\S+ : échec en `),
  );
  expect(whole.stdout).toContain('2 exécutions');
  expect(whole.status).toBe(0);
  expect((await place.runbook('history', '--target', 'ailleurs')).stdout).toBe('0 exécution');
  const journal = join(place.state, 'runbook/runs', first, 'journal.jsonl');
  await writeFile(journal, (await readFile(journal, 'utf8')).replace('"un"', '"UN"'));
  const damaged = await place.runbook('history');
  expect(damaged.stdout).toContain(`${first}  journal endommagé La ligne 1 est endommagée`);
  expect(damaged.stdout).toContain('2 exécutions, 1 journal endommagé');
  expect(damaged.status).toBe(5);
});
