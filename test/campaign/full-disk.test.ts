import { afterAll, describe, expect, test } from 'vitest';
import { isSystemAdmin } from '../support/account.ts';
import { openCampaign } from '../support/seeded.ts';
import { inParallel } from './in-parallel.ts';
import { diskFiller, kindsOfDisk, openSmallPlace } from './small-disk.ts';
import type { Cut } from './survival.ts';
import { begin, untilItEnds } from './survival.ts';

// The disk of the runner is full, or fills at a random moment of a run, a resume or an undo of the small runbook of
// ledger.ts; once there is room again, what is left must be what a plain run leaves. Whole: 510 full disks:
//   RUNBOOK_CAMPAIGN=whole npx vitest run test/campaign/full-disk
const campaign = openCampaign();
const { size, random } = campaign;

afterAll(() => console.log(`full disk: ${campaign.summary()}`));

describe.runIf(isSystemAdmin)('a run whose disk is full repeats and loses nothing, and says so', () => {
  test.for(kindsOfDisk)('%s on it', { timeout: 3_600_000 }, async (kind, { signal }) => {
    const plain = await openSmallPlace(kind);
    const began = performance.now();
    expect((await plain.runbook(...begin)).status).toBe(0);
    const filler = diskFiller(kind, random, performance.now() - began);
    await plain.remove();
    const faults: string[] = [];
    const unsaid: string[] = [];
    const cut: Cut = async (place, ...words) => {
      const called = await filler(place, ...words);
      if (called.wasCut && !isSaid(called)) unsaid.push(`${called.status}\n${called.stdout}\n${called.stderr}`);
      return called;
    };
    const enough = campaign.counted('full disks') + size(4, 170);
    await inParallel(
      () => signal.aborted || campaign.counted('full disks') >= enough || faults.length + unsaid.length > 0,
      async () => {
        const place = await openSmallPlace(kind);
        const givesUp = random() < 0.2;
        const cutting = { cut, cuts: 'full disks', most: 1 + Math.floor(random() * 4) };
        const fault = await untilItEnds(place, cutting, campaign, givesUp);
        campaign.count(givesUp ? 'runs given up' : 'runs resumed');
        if (fault !== null) faults.push(fault);
        await place.remove();
      },
    );
    expect([...faults, ...unsaid]).toEqual([]);
  });
});

/** By what reached the screen, or on stderr when the disk of the screen is the full one. */
function isSaid({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): boolean {
  if (stderr.includes('erreur interne')) return false;
  return /ENOSPC|plus de place|No space left|octets écrits sur/.test(stdout + stderr);
}
