import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeHere } from '../sandbox/compose-here.ts';
import { identityOf } from '../sandbox/identity.ts';
import { describeFileColumns } from './file-columns.ts';
import type { Archives, Platform } from './platform.ts';
import { chosen, logsOf, openPlatform, succeeded } from './platform.ts';

const { why } = await composeHere();

describe.skipIf(why !== '')(`on Docker Compose, as in production${why}`, () => {
  let platform: Platform;
  let archives: Archives;
  let before: Awaited<ReturnType<typeof identityOf>>;
  beforeAll(async () => {
    platform = await openPlatform('compose');
    await platform.sandbox('up');
  });
  afterAll(() => platform?.close());

  test('every page of health and of backup runs to its end', async () => {
    succeeded(await platform.run('verification-sante'));
    archives = await platform.backUp();
    before = await identityOf(platform.machine);
  });

  describeFileColumns(() => platform, 'bac-a-sable-compose');

  test('after a disaster the complete restoration brings everything back, and the proof says so twice', async () => {
    await platform.sandbox('sinistre');
    succeeded(await platform.run('restauration-complete', ...chosen(archives)));
    const { rows, media } = await identityOf(platform.machine);
    expect(rows).toEqual(before.rows);
    expect(media.filter((line) => !line.includes('  ./.korrigo-avant-'))).toEqual(before.media);
    for (const _ of [1, 2]) succeeded(await platform.run('prouver-identite', ...chosen(archives)));
    expect(await logsOf(platform.place, 'prouver-identite')).toContain('numéros de ceux qui ont changé : aucun');
  });

  test('each part is restored by its own page', async () => {
    const { ARCHIVE, ARCHIVE_MEDIAS } = archives;
    succeeded(await platform.run('restauration-base', ...chosen({ ARCHIVE })));
    succeeded(await platform.run('restauration-medias', ...chosen({ ARCHIVE_MEDIAS })));
    succeeded(await platform.run('prouver-identite', ...chosen(archives)));
  });
});
