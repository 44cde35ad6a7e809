import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveUpIn, stepsOf } from './giving-up.ts';
import type { Archives, Platform } from './platform.ts';
import { openPlatform } from './platform.ts';

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
beforeAll(async () => {
  platform = await openPlatform();
  await platform.sandbox('up');
  archives = await platform.backUp();
});
afterAll(() => platform?.close());

test.each(pages)(
  '%s, given up at any step, leaves the platform open and its data as before',
  async (id) => {
    const all = await stepsOf(platform, id);
    const steps = all.filter((step) => only?.includes(step) ?? (whole || differing.includes(step)));
    const { undone, kept } = await giveUpIn({ platform, archives }, id, { steps, moments });
    if (only !== undefined) return;
    expect(undone).toBeGreaterThan(0);
    expect(kept).toBeGreaterThan(0);
  },
  3 * 3_600_000,
);
