import { afterAll, beforeAll, describe } from 'vitest';
import { describeArchives } from './archives.ts';
import { describeFileColumns } from './file-columns.ts';
import type { Archives, Drill, Platform } from './platform.ts';
import { openPlatform } from './platform.ts';
import { describeRestoration } from './restoration.ts';
import { describeVerification } from './verification.ts';

// One real sandbox for all the drills; each leaves it as it found it.
describe('on a real platform', () => {
  let platform: Platform | undefined;
  let archives: Archives | undefined;

  beforeAll(async () => {
    platform = await openPlatform();
    await platform.sandbox('up');
    archives = await platform.backUp();
  });
  afterAll(() => platform?.close());

  const open = (): Platform => {
    if (!platform) throw new Error('the platform is not up');
    return platform;
  };
  const drill = (): Drill => {
    if (!archives) throw new Error('the platform is not backed up');
    return { platform: open(), archives };
  };
  describeFileColumns(open);
  describeArchives(drill);
  describeRestoration(drill);
  describeVerification(drill);
});
