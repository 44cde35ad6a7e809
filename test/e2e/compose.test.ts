import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeHere } from '../sandbox/compose-here.ts';
import { describeComposeVerification } from './compose-verification.ts';
import { describeExampleTarget } from './example-target.ts';
import { describeFileColumns } from './file-columns.ts';
import { giveUpIn } from './giving-up.ts';
import { describeLostVolume } from './lost-volume.ts';
import { describeOlderArchive } from './older-archive.ts';
import type { Archives, Drill, Platform } from './platform.ts';
import { chosen, openPlatform, succeeded } from './platform.ts';

const { why } = await composeHere();

// By default, reduced. Whole, a quarter of an hour more: a restoration given up at each moment that differs, and every page
// verified.
//   RUNBOOK_CAMPAIGN=whole npx vitest run test/e2e/compose
const whole = process.env.RUNBOOK_CAMPAIGN === 'whole';
const differing = [
  'chargee-et-identique',
  'basculee-et-identique',
  'medias-bascules',
  'connexion-et-copie',
  'rouverte',
];

describe.skipIf(why !== '')(`on Docker Compose, as in production${why}`, () => {
  let platform: Platform;
  let archives: Archives;
  beforeAll(async () => {
    platform = await openPlatform('compose');
  });
  afterAll(() => platform?.close());

  const drill = (): Drill => ({ platform, archives });

  // First: it makes the platform of all that follows.
  describeComposeVerification(() => platform, whole);

  test('every page of health and of backup runs to its end', async () => {
    succeeded(await platform.run('verification-sante'));
    archives = await platform.backUp();
  });

  describeFileColumns(() => platform);
  describeLostVolume(drill);

  test('each part is restored by its own page', async () => {
    const { ARCHIVE, ARCHIVE_MEDIAS } = archives;
    succeeded(await platform.run('restauration-base', ...chosen({ ARCHIVE })));
    succeeded(await platform.run('restauration-medias', ...chosen({ ARCHIVE_MEDIAS })));
    succeeded(await platform.run('prouver-identite', ...chosen(archives)));
  });

  describeOlderArchive(drill, whole);

  test.runIf(whole)(
    'a restoration that is given up leaves the platform open and its data as before',
    async () => {
      const counts = await giveUpIn(drill(), 'restauration-complete', { steps: differing, moments: [60] });
      expect(counts).toEqual({ undone: differing.length, kept: 1 });
    },
    3_600_000,
  );

  describeExampleTarget(drill);
});
