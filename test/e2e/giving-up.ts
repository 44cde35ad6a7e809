import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect } from 'vitest';
import { readRunbook } from '../../runbook-runner/src/parse/read-runbook.ts';
import { DATABASE } from '../../sandbox/platform/database.ts';
import { identityOf } from '../sandbox/identity.ts';
import type { Archives, Drill, Platform } from './platform.ts';
import { chosen, giveUp, logsOf, succeeded } from './platform.ts';
import { killInStep } from './runner-death.ts';

/**
 * Kills the runner of a page in each of these steps, takes back what it did, and expects an open platform whose data are as
 * before; what users wrote after a reopening is in the backups. What it counts is printed.
 */
export async function giveUpIn(drill: Drill, id: string, { steps, moments }: Moments): Promise<Counts> {
  const { platform } = drill;
  // What giving up must bring back is newer than the archives: were these restored, it would be missing.
  await write(platform, `apres-la-sauvegarde-${id}`, id);
  const before = await stateOf(platform);
  const counts = { undone: 0, kept: 0 };
  const all = await stepsOf(platform, id);
  for (const step of steps) {
    for (const delayMs of moments) {
      const runner = platform.start(id, ...chosen(ofPage(drill, id)));
      const { run } = await killInStep(platform.place, runner, { step, delayMs });
      const where = all.indexOf(step);
      const [closing, opening] = [all.indexOf('arreter-application'), all.indexOf('rouvrir')];
      // In the middle of these two steps users may see either.
      if (where !== closing && where !== opening)
        expect(await usersSee(platform), step).toBe(
          where > closing && where < opening ? 'Maintenance en cours' : 'Korrigo',
        );
      const since = where > opening ? `depuis-${step}-${delayMs}` : null;
      const given = { id, runId: run.runId, label: `${id}, ${step} + ${delayMs} ms`, since, before };
      if (await expectGivenUp(platform, given)) counts.undone += 1;
      if (since !== null) counts.kept += 1;
    }
  }
  const { undone, kept } = counts;
  console.log(
    `${id}: given up ${steps.length * moments.length} times, ${undone} undone, ${kept} exports of what was written since`,
  );
  return counts;
}

/** What giving up brings back: the data, and which databases there are. */
async function stateOf(platform: Platform) {
  return { data: await identityOf(platform.machine), bases: await bases(platform) };
}

/** Takes back what a run did, and expects what was there before it. Returns whether something was undone. */
async function expectGivenUp(platform: Platform, { id, runId, label, since, before }: GivenUp): Promise<boolean> {
  if (since !== null) await write(platform, since, id);
  const undone = await giveUp(platform, runId);
  expect(await stateOf(platform), label).toEqual(before);
  succeeded(await platform.run('verification-sante'));
  if (since !== null) await expectKept(platform, since, id);
  return undone;
}

/** The steps of a page, in their order. */
export async function stepsOf(platform: Platform, id: string): Promise<readonly string[]> {
  const { runbook } = await readRunbook(join(platform.place.folder, `content/runbooks/${id}.md`));
  const steps = (runbook?.steps ?? []).filter(({ kind }) => kind !== 'undo').map((step) => step.id);
  expect(steps.length).toBeGreaterThan(10);
  return steps;
}

/** The archives that a page takes. */
function ofPage({ archives: { ARCHIVE, ARCHIVE_MEDIAS } }: Drill, id: string): Partial<Archives> {
  return { ...(restoresBase(id) && { ARCHIVE }), ...(restoresMedia(id) && { ARCHIVE_MEDIAS }) };
}

const restoresBase = (id: string): boolean => id !== 'restauration-medias';
const restoresMedia = (id: string): boolean => id !== 'restauration-base';

/** As users do, in what a page replaces: a row of the database and a file of the media. */
async function write({ machine }: Platform, name: string, id: string): Promise<void> {
  if (restoresBase(id)) await machine.query(`insert into auth_group (name) values ('${name}')`);
  if (!restoresMedia(id)) return;
  const words = ['sh', '-c', 'cat > "$1"', 'sh', join(await machine.mediaDir(), `${name}.pdf`)];
  const { exitCode, stderr } = await machine.service('backend', words, name);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
}

/** What was written since the reopening can be had from the backups' folder, and the page said how much it is. */
async function expectKept({ machine, place }: Platform, name: string, id: string): Promise<void> {
  const log = await logsOf(place, id);
  const folder = join(machine.dir, 'backups/avant-restauration');
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
    const { stdout } = await machine.service('db', words, await readFile(dump));
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
async function usersSee({ machine }: Platform): Promise<string> {
  const answer = await fetch(await machine.baseUrl());
  return (await answer.text()).match(/<title>(.*) – .*<\/title>/)?.[1] ?? `status ${answer.status}`;
}

function bases({ machine }: Platform): Promise<string> {
  return machine.query(`select datname from pg_database where datname like '${DATABASE}%'`);
}

/** Where a runner dies. */
interface Moments {
  readonly steps: readonly string[];
  /** Milliseconds after each of these steps started. */
  readonly moments: readonly number[];
}

interface GivenUp {
  readonly id: string;
  readonly runId: string;
  readonly label: string;
  /** The name of what users wrote after the reopening; null: it was not reopened. */
  readonly since: string | null;
  readonly before: Awaited<ReturnType<typeof stateOf>>;
}

interface Counts {
  /** Times something was undone. */
  readonly undone: number;
  /** Exports of what was written since a reopening. */
  readonly kept: number;
}
