import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRunbooks } from '../content/runbooks.ts';
import { identityOf } from '../sandbox/identity.ts';
import { describeInitial } from '../sandbox/initial.ts';
import { visitor } from '../sandbox/visitor.ts';
import { runPastFailures } from './past-failures.ts';
import type { Archives, Platform } from './platform.ts';
import { openPlatform } from './platform.ts';

/** Findings of the inventory of 27 January 2026, and what the check that meets one says. */
const SHADOWED = {
  finding: '§ 4.2, /static/: « servis directement par Nginx », but a regular expression goes before the style sheets',
  said: 'style : 404 text/html',
};
const PUBLIC = {
  finding: '§ 4.2, /media/: « servis directement par Nginx », so to anybody',
  said: 'sans connexion : 200',
};
const OPEN = { ...PUBLIC, said: 'dossier des médias : OUVERT À TOUS' };

/** Every page in the order of a drill, with each check that fails there: nothing else does. */
const PAGES: readonly Page[] = [
  {
    when: 'at first',
    id: 'verification-sante',
    findings: { accueil: SHADOWED, 'copies-protegees': PUBLIC, 'medias-fermes': OPEN },
  },
  { when: 'at first', id: 'prouver-identite', findings: { 'connexion-et-copie': PUBLIC } },
  { when: 'after a disaster', id: 'restauration-complete', findings: { 'connexion-et-copie': PUBLIC } },
  { when: 'then', id: 'restauration-base', findings: { 'connexion-et-copie': PUBLIC } },
  { when: 'then', id: 'restauration-medias', findings: { 'connexion-et-copie': PUBLIC } },
  { when: 'at last', id: 'prouver-identite', findings: { 'connexion-et-copie': PUBLIC } },
];

describe('in the profile of January 2026', () => {
  let platform: Platform;
  let archives: Archives;
  let before: Awaited<ReturnType<typeof identityOf>>;
  beforeAll(async () => {
    platform = await openPlatform('initial');
    await platform.sandbox('up');
  });
  afterAll(() => platform?.close());

  describeInitial(() => platform.machine);

  test('both backups pass', async () => {
    archives = await platform.backUp();
    before = await identityOf(platform.machine);
  });

  test('no page is left out', async () => {
    const executed = new Set(['sauvegarde-base', 'sauvegarde-medias', ...PAGES.map(({ id }) => id)]);
    expect([...executed].toSorted()).toEqual((await readRunbooks()).map(({ id }) => id).toSorted());
  });

  test.each(PAGES)('$when, $id fails where the inventory found a fault, says so, and nowhere else', async (page) => {
    if (page.when === 'after a disaster') await platform.sandbox('sinistre');
    const { outcome, failures } = await runPastFailures(platform.place, page.id, archives);
    expect(Object.keys(failures)).toEqual(Object.keys(page.findings));
    for (const [check, { finding, said }] of Object.entries(page.findings))
      expect(failures[check], finding).toContain(said);
    expect(outcome).toBe('succeeded');
  });

  test('what a restoration has set aside is given to nobody, though nginx serves the folder in which it is', async () => {
    const { machine } = platform;
    const { stdout } = await machine.service('backend', ['ls', '-A', await machine.mediaDir()]);
    const [aside] = stdout
      .split('\n')
      .filter((name) => name.startsWith('.korrigo-avant-'))
      .toSorted()
      .reverse();
    const name = await machine.query("select final_pdf from exams_copy where final_pdf <> '' order by id limit 1");
    const path = name.split('/').map(encodeURIComponent).join('/');
    const { get } = await visitor(machine);
    const statuses = await Promise.all(
      [`/media/${path}`, `/media/${aside}/${path}`].map(async (at) => (await get(at)).status),
    );
    expect(statuses).toEqual([200, 403]);
  });

  test('the platform is what it was before the disaster', async () => {
    const { rows, media } = await identityOf(platform.machine);
    expect(rows).toEqual(before.rows);
    expect(media.filter((line) => !line.includes('  ./.korrigo-avant-'))).toEqual(before.media);
  });
});

interface Page {
  readonly when: 'at first' | 'after a disaster' | 'then' | 'at last';
  readonly id: string;
  readonly findings: Readonly<Record<string, { readonly finding: string; readonly said: string }>>;
}
