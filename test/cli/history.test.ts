import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { localTarget, openPlace, page, step } from '../support/runbook-cli.ts';
import { openTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace(`${localTarget}  ailleurs:\n    description: Un autre.\n    kind: local\n`);
  await place.write('sauver.md', page('sauver', step('step="un"', 'echo une sortie; X=1')));
  await place.write('lire.md', page('lire', step('check="un"', 'test -e pret')));
});
afterEach(() => place.remove());

const purge = () => {
  const limit = now();
  return history('--purge-before', limit, '--confirm', limit);
};
const inRun = (run: string, ...names: readonly string[]): string => join(place.state, 'runbook/runs', run, ...names);
/** An instant after all that has ended. */
const now = (): string => new Date().toISOString();
const history = (...words: readonly string[]) => place.runbook('history', ...words);

async function run(runbook: string, target = 'ici'): Promise<string> {
  const before = await runs();
  await place.runbook('run', runbook, '--target', target);
  return (await runs()).find((id) => !before.includes(id)) as string;
}

async function runs(): Promise<readonly string[]> {
  return readdir(join(place.state, 'runbook/runs')).catch(() => []);
}

describe('the history shows only', () => {
  test('the runs of a target, of a runbook, with a result, since an instant', async () => {
    const saved = await run('sauver.md');
    const elsewhere = await run('sauver.md', 'ailleurs');
    const failed = await run('lire.md');
    const shown = async (...words: readonly string[]) => {
      const { status, stdout } = await history(...words);
      expect(status).toBe(0);
      return stdout.split('\n').flatMap((line) => /^\d{8}T\d{6}Z-\w{6}/.exec(line)?.[0] ?? []);
    };
    expect(await shown()).toEqual([failed, elsewhere, saved]);
    expect(await shown('--target', 'ici')).toEqual([failed, saved]);
    expect(await shown('--runbook', 'sauver')).toEqual([elsewhere, saved]);
    expect(await shown('--result', 'failed')).toEqual([failed]);
    expect(await shown('--runbook', 'sauver', '--target', 'ailleurs')).toEqual([elsewhere]);
    expect(await shown('--since', '2j')).toEqual([failed, elsewhere, saved]);
    expect(await shown('--since', now())).toEqual([]);
    for (const since of ['2026-02-28', '2024-02-29T23:59:59Z', '2026-02-28T00:00'])
      expect(await shown('--since', since)).toEqual([failed, elsewhere, saved]);
  });

  test('what it understands', async () => {
    const result = await history('--result', 'raté');
    expect(result.stderr).toContain('résultat inconnu « raté »');
    expect(result.status).toBe(2);
    for (const since of ['hier', '2026-02-31', '2026-02-31T03:15:00Z', '2026-04-31T00:00', '0j', '2026-13-01']) {
      const { status, stderr } = await history('--since', since);
      expect(stderr).toBe(`✗ « --since ${since} » n’est ni une date ni une durée
  attendu   2026-11-21, 2026-11-21T03:15:00Z, 90j, 12h ou 30m
  à faire   runbook history --help`);
      expect(status).toBe(2);
    }
  });
});

test('a journal that another account could have written is not said to be damaged, as « journal verify » does not', async () => {
  const open = await run('sauver.md');
  await chmod(inRun(open, 'journal.jsonl'), 0o666);
  const why = `${inRun(open, 'journal.jsonl')} peut être modifié par d’autres comptes (mode 0666)`;
  const refused = await history();
  expect(refused.stdout).toContain(`${open}  journal illisible ${why}`);
  expect(refused.stdout).toMatch(/\n1 exécution, 1 journal illisible$/);
  expect([refused.status, (await place.runbook('journal', 'verify')).status]).toEqual([4, 4]);
  const { entries } = JSON.parse((await place.runbook('doctor', '--target', 'ici', '--format', 'json')).stdout);
  expect(entries).toContainEqual(
    expect.objectContaining({ id: 'journals', facts: { damaged: [], unreadable: [open] } }),
  );
  const damaged = await run('sauver.md');
  await writeFile(inRun(damaged, 'journal.jsonl'), 'rien\n');
  const both = await history();
  expect(both.stdout).toMatch(/\n2 exécutions, 1 journal endommagé, 1 journal illisible$/);
  expect(both.status).toBe(5);
});

describe('a purge', () => {
  test('shows what it would remove, and removes nothing that was not confirmed', async () => {
    const saved = await run('sauver.md');
    const limit = now();
    const { status, stdout, stderr } = await history('--purge-before', limit);
    expect(stdout).toMatch(
      new RegExp(`^${saved}  sauver sur ici, [\\d,]+ (octets|Ko)\n1 exécution dont les sorties peuvent être effacées`),
    );
    expect(stderr).toBe(`✗ rien n’est effacé : la limite n’a pas été donnée une seconde fois
  attendu   --confirm ${limit}
  à faire   relisez la liste, puis confirmez`);
    expect(status).toBe(3);
    expect((await history('--purge-before', limit, '--confirm', '1j')).status).toBe(3);
    expect(existsSync(inRun(saved, 'logs/01-un-1.log'))).toBe(true);
  });

  test('removes outputs and shells of closed runs, keeps journals and reports, and the history says so', async () => {
    const saved = await run('sauver.md');
    const { status, stdout } = await purge();
    expect(stdout).toContain('Les sorties de 1 exécution sont effacées.');
    expect(status).toBe(0);
    expect((await readdir(inRun(saved))).toSorted()).toEqual([
      'journal.jsonl',
      'purged.json',
      'rapport.json',
      'rapport.junit.xml',
      'rapport.md',
    ]);
    const day = new Date().toISOString().slice(0, 10);
    expect((await history()).stdout).toMatch(new RegExp(`réussite en [\\d,]+ s, sorties effacées le ${day}\n`));
    expect(JSON.parse((await history('--format', 'json')).stdout)).toMatchObject([
      { runId: saved, outputsPurgedAt: expect.stringContaining(day) },
    ]);
    expect((await place.runbook('journal', 'verify')).stdout).toContain(`${saved}  intact`);
    expect((await purge()).stdout).toBe(
      '0 exécution dont les sorties peuvent être effacées (0 octet) ; les journaux et les rapports restent',
    );
  });

  test('keeps all of a run that can still be resumed or undone, until it is abandoned', async () => {
    const failed = await run('lire.md');
    const { stdout } = await purge();
    expect(stdout).toContain('0 exécution dont les sorties peuvent être effacées');
    expect(stdout).toContain(
      '1 exécution qui n’est pas close, à reprendre, à défaire ou à abandonner : rien n’en est effacé',
    );
    expect(existsSync(inRun(failed, 'logs/01-un-1.log'))).toBe(true);
    await place.runbook('abandon', failed, '--confirm', failed, '--reason', 'un essai');
    await purge();
    expect(existsSync(inRun(failed, 'logs'))).toBe(false);
  });

  test('never touches a recent run, one that the filters leave out, or a damaged one', async () => {
    const saved = await run('sauver.md');
    const damaged = await run('sauver.md');
    await writeFile(inRun(damaged, 'journal.jsonl'), 'rien');
    for (const words of [['1h'], [now(), '--target', 'ailleurs']]) {
      const { status, stdout } = await history('--purge-before', ...words, '--confirm', words[0] ?? '');
      expect(stdout).toContain('0 exécution dont les sorties peuvent être effacées');
      expect(status).toBe(5);
      expect(existsSync(inRun(saved, 'logs'))).toBe(true);
    }
    expect((await purge()).status).toBe(5);
    expect(existsSync(inRun(saved, 'logs'))).toBe(false);
    expect(existsSync(inRun(damaged, 'logs'))).toBe(true);
  });

  test('follows no link', async () => {
    const saved = await run('sauver.md');
    await mkdir(join(place.folder, 'dehors/logs'), { recursive: true });
    await place.write('dehors/logs/a.log', 'à garder');
    await symlink(join(place.folder, 'dehors'), inRun(saved, 'lien'));
    await symlink(join(place.folder, 'dehors'), inRun(saved, 'logs', 'lien'));
    await purge();
    expect(existsSync(inRun(saved, 'logs'))).toBe(false);
    expect(await readFile(join(place.folder, 'dehors/logs/a.log'), 'utf8')).toBe('à garder');
    await symlink(join(place.folder, 'dehors'), inRun('20200101T000000Z-aaaaaa'));
    expect((await purge()).status).toBe(4);
    expect(existsSync(join(place.folder, 'dehors/logs/a.log'))).toBe(true);
  });

  test('refuses a folder of runs that is a link, and says what to do where it is', async () => {
    await run('sauver.md');
    await rename(join(place.state, 'runbook/runs'), join(place.folder, 'ailleurs'));
    await symlink(join(place.folder, 'ailleurs'), join(place.state, 'runbook/runs'));
    const { status, stderr } = await purge();
    expect(stderr).toContain('le dossier des exécutions est un lien : rien n’est effacé là où il mène');
    expect(stderr).toContain('indiquez le vrai dossier par XDG_STATE_HOME');
    expect(status).toBe(3);
    await rm(join(place.state, 'runbook'), { recursive: true });
    const shared = join(place.folder, '.operators/daemon');
    await execa('install', ['-d', '-o', 'root', '-g', 'daemon', '-m', '2770', shared]);
    await symlink(join(place.folder, 'ailleurs'), join(shared, 'runs'));
    expect((await purge()).stderr).toContain('cherchez qui l’a posé, puis remettez un dossier à sa place');
    await rm(shared, { recursive: true });
    const root = join(place.folder, '.operators/root');
    await mkdir(root, { mode: 0o700 });
    await symlink(join(place.folder, 'ailleurs'), join(root, 'runs'));
    expect((await purge()).stderr).toContain(`où        ${root}/runs
  attendu   un dossier
  à faire   cherchez qui l’a posé, puis remettez un dossier à sa place`);
  });

  test('asks for the limit a second time at a terminal', async () => {
    const saved = await run('sauver.md');
    const limit = now();
    const terminal = await openTerminal(place, ['history', '--purge-before', limit], { columns: 80 });
    await terminal.see('Tapez la limite');
    await terminal.press('Escape');
    expect(await terminal.status()).toBe(3);
    await terminal.close();
    expect(existsSync(inRun(saved, 'logs'))).toBe(true);
    const again = await openTerminal(place, ['history', '--purge-before', limit], { columns: 80 });
    await again.see('Tapez la limite');
    await again.type(limit);
    await again.press('Enter');
    expect(await again.status()).toBe(0);
    await again.close();
    expect(existsSync(inRun(saved, 'logs'))).toBe(false);
  });
});
