import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openPlace } from '../support/runbook-cli.ts';
import { openCampaign } from '../support/seeded.ts';
import { openWatchedPlace } from '../support/watched-runner.ts';
import { inParallel } from './in-parallel.ts';
import { callKiller, timeKiller } from './killer.ts';
import { wholeLedger } from './ledger.ts';
import { begin, untilItEnds, writeLedger } from './survival.ts';

// kill -9 of the runner while it runs, resumes and undoes the small runbook of ledger.ts: what is left must be what a plain
// run leaves. Whole: 2,000 random times, then before 1,000 system calls:
//   RUNBOOK_CAMPAIGN=whole npx vitest run test/campaign/kill
const campaign = openCampaign();
const { size, random } = campaign;

afterAll(() => console.log(`kill: ${campaign.summary()}`));

test.for([
  { when: 'at a random time', open: openPlace, makeKiller: timeKiller, deaths: size(20, 2000) },
  { when: 'before one of its system calls', open: openWatchedPlace, makeKiller: callKiller, deaths: size(12, 1000) },
])('a run whose runner is killed $when repeats and loses nothing', { timeout: 3_600_000 }, async (kind, { signal }) => {
  const plain = await kind.open();
  onTestFinished(() => plain.remove());
  await writeLedger(plain);
  const cut = await kind.makeKiller(plain, random, ...begin);
  const faults: string[] = [];
  const target = campaign.counted('kills') + kind.deaths;
  await inParallel(
    () => signal.aborted || campaign.counted('kills') >= target || faults.length > 0,
    async () => {
      const place = await kind.open();
      onTestFinished(() => place.remove());
      await writeLedger(place);
      const givesUp = random() < 0.25;
      const fault = await untilItEnds(
        place,
        { cut, cuts: 'kills', most: 1 + Math.floor(random() * 8) },
        campaign,
        givesUp,
      );
      campaign.count(givesUp ? 'runs given up' : 'runs resumed');
      if (fault !== null) faults.push(fault);
      await place.remove();
    },
  );
  expect(faults).toEqual([]);
});

test('the plain run is the one that the ledger announces', async () => {
  const place = await openPlace();
  onTestFinished(() => place.remove());
  await writeLedger(place);
  expect((await place.runbook(...begin)).status).toBe(0);
  expect(readFileSync(join(place.folder, 'suite'), 'utf8')).toBe(wholeLedger);
});
