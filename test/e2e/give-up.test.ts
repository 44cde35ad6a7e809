import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRunbook } from '../../runbook-runner/src/parse/read-runbook.ts';
import { DATABASE } from '../../sandbox/platform/database.ts';
import { identityOf } from '../sandbox/identity.ts';
import type { Archives, Platform } from './platform.ts';
import { chosen, giveUp, logsOf, openPlatform, runWords, succeeded } from './platform.ts';
import { killInStep } from './runner-death.ts';

// By default, reduced: one restoration, given up at the moments that differ most. Whole: the three of them, each given up
// at each of its steps, at its beginning and in its middle, about forty minutes (RUNBOOK_STEPS=basculer chooses steps):
//   RUNBOOK_CAMPAIGN=whole npx vitest run test/e2e/give-up
const whole = process.env.RUNBOOK_CAMPAIGN === 'whole';
const only = process.env.RUNBOOK_STEPS?.split(',');
const pages = whole ? ['restauration-complete', 'restauration-base', 'restauration-medias'] : ['restauration-complete'];
const moments = whole ? [0, 60] : [60];
const differing = [
  'preparer',
  'arreter-application',
  'charger-a-cote',
  'basculer',
  'basculer-medias',
  'connexion-et-copie',
  'rouverte',
];

let platform: Platform;
let archives: Archives;
let before: Awaited<ReturnType<typeof identityOf>>;

beforeAll(async () => {
  platform = await openPlatform();
  await platform.sandbox('up');
  archives = await platform.backUp();
  // What giving up must bring back is newer than the archives: were these restored, it would be missing.
  await write('apres-la-sauvegarde');
  before = await identityOf(platform.machine);
});
afterAll(() => platform?.close());

test.each(pages)(
  '%s, given up at any step, leaves the platform open and its data as before',
  async (id) => {
    const all = await stepsOf(id);
    const steps = all.filter((step) => only?.includes(step) ?? (whole || differing.includes(step)));
    const counts = { undone: 0, kept: 0 };
    for (const step of steps) {
      for (const delayMs of moments) {
        const label = `${id}, ${step} + ${delayMs} ms`;
        const runner = platform.place.start(...runWords(id), ...chosen(ofPage(id)));
        const { run } = await killInStep(platform.place, runner, { step, delayMs });
        const where = all.indexOf(step);
        const [closing, opening] = [all.indexOf('arreter-application'), all.indexOf('rouvrir')];
        // In the middle of these two steps users may see either.
        if (where !== closing && where !== opening)
          expect(await usersSee(), label).toBe(where > closing && where < opening ? 'Maintenance en cours' : 'Korrigo');
        const since = where > opening ? `depuis-${step}-${delayMs}` : null;
        if (since !== null) await write(since, id);
        if (await giveUp(platform, run.runId)) counts.undone += 1;
        expect(await identityOf(platform.machine), label).toEqual(before);
        expect(await bases(), label).toBe(DATABASE);
        succeeded(await platform.run('verification-sante'));
        if (since === null) continue;
        await expectKept(since, id);
        counts.kept += 1;
      }
    }
    console.log(
      `${id}: given up ${steps.length * moments.length} times, ${counts.undone} undone, ${counts.kept} exports of what was written since`,
    );
    if (only !== undefined) return;
    expect(counts.undone).toBeGreaterThan(0);
    expect(counts.kept).toBeGreaterThan(0);
  },
  3 * 3_600_000,
);

async function stepsOf(id: string): Promise<readonly string[]> {
  const { runbook } = await readRunbook(join(platform.place.folder, `content/runbooks/${id}.md`));
  const steps = (runbook?.steps ?? []).filter(({ kind }) => kind !== 'undo').map((step) => step.id);
  expect(steps.length).toBeGreaterThan(10);
  return steps;
}

/** The archives that a page takes. */
function ofPage(id: string): Partial<Archives> {
  const { ARCHIVE, ARCHIVE_MEDIAS } = archives;
  return { ...(restoresBase(id) && { ARCHIVE }), ...(restoresMedia(id) && { ARCHIVE_MEDIAS }) };
}

const restoresBase = (id: string): boolean => id !== 'restauration-medias';
const restoresMedia = (id: string): boolean => id !== 'restauration-base';

/** As users do, in what a page replaces: a row of the database and a file of the media. */
async function write(name: string, id = 'restauration-complete'): Promise<void> {
  if (restoresBase(id)) await platform.machine.query(`insert into auth_group (name) values ('${name}')`);
  if (!restoresMedia(id)) return;
  const { exitCode, stderr } = await platform.machine.service(
    'backend',
    ['sh', '-c', 'cat > "$1"', 'sh', join(await platform.machine.mediaDir(), `${name}.pdf`)],
    name,
  );
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
}

/** What was written since the reopening can be had from the backups' folder, and the page said how much it is. */
async function expectKept(name: string, id: string): Promise<void> {
  const log = await logsOf(platform.place, id);
  const folder = join(platform.machine.dir, 'backups/avant-restauration');
  const newest = async (end: RegExp) =>
    join(
      folder,
      (await readdir(folder))
        .filter((file) => end.test(file))
        .toSorted()
        .at(-1) ?? '',
    );
  if (restoresBase(id)) {
    const dump = await newest(/^korrigo-depuis-.*\.dump$/);
    const words = ['pg_restore', '--data-only', '--table=auth_group', '--file=-'];
    const { stdout } = await platform.machine.service('db', words, await readFile(dump));
    expect(stdout).toContain(name);
    expect(log).toMatch(/^table auth_group : DIFFÉRENT \(attendu : \d+ lignes?, trouvé : \d+ lignes?\)$/m);
    expect(log).toContain(`gardée dans ${dump}`);
  }
  if (restoresMedia(id)) {
    const tar = await newest(/^medias-depuis-.*\.tar$/);
    const { stdout } = await execa('tar', ['--list', '--file', tar]);
    expect(stdout).toBe(`./${name}.pdf`);
    expect(log).toContain('Les copies ajoutées ou changées depuis l’archive : 1');
    expect(log).toContain(`gardées dans ${tar}`);
  }
}

/** The title of the page that users get. */
async function usersSee(): Promise<string> {
  const answer = await fetch(await platform.machine.baseUrl());
  return (await answer.text()).match(/<title>(.*) – .*<\/title>/)?.[1] ?? `status ${answer.status}`;
}

function bases(): Promise<string> {
  return platform.machine.query(`select datname from pg_database where datname like '${DATABASE}%'`);
}
