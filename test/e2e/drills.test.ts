import { afterAll, beforeAll, describe } from 'vitest';
import { describeArchives } from './archives.ts';
import { describeFileColumns } from './file-columns.ts';
import type { Archives, Drill, Platform } from './platform.ts';
import { openPlatform } from './platform.ts';
import { describeRestoration } from './restoration.ts';
import { describeVerification } from './verification.ts';

// One real sandbox for all the drills; each leaves it as it found it.
describe('on a real platform', () => {
  let platform: Platform;
  let archives: Archives;

  beforeAll(async () => {
    platform = await openPlatform();
    await platform.sandbox('up');
    archives = await platform.backUp();
  });
  afterAll(() => platform?.close());

  const drill = (): Drill => ({ platform, archives });
  describeFileColumns(() => platform);
  describeArchives(drill);
  describeRestoration(drill);
  describeVerification(drill);
});
