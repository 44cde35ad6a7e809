import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSurvivors } from '../../runbook-runner/src/machine/local/survivors.ts';
import { readRunbook } from '../../runbook-runner/src/parse/read-runbook.ts';
import { openCampaign } from '../support/seeded.ts';
import type { Archives, Platform } from './platform.ts';
import { chosen, openPlatform, succeeded } from './platform.ts';
import { killInStep } from './runner-death.ts';

// By default, reduced: one restoration whose runner dies in every step. Whole: a disaster and a restoration for each
// step and each moment, about an hour and a half (RUNBOOK_STEPS=basculer,basculer-medias chooses among the steps):
//   RUNBOOK_CAMPAIGN=whole npx vitest run test/e2e/kill
const { whole, seed, random } = openCampaign();
const only = process.env.RUNBOOK_STEPS?.split(',');

let platform: Platform;
let archives: Archives;
let steps: readonly string[];

beforeAll(async () => {
  platform = await openPlatform();
  await platform.sandbox('up');
  archives = await platform.backUp();
  const page = join(platform.place.folder, 'content/runbooks/restauration-complete.md');
  const { runbook } = await readRunbook(page);
  steps = (runbook?.steps ?? []).filter(({ kind }) => kind !== 'undo').map(({ id }) => id);
  expect(steps.length).toBeGreaterThan(20);
});
afterAll(() => platform?.close());

test.skipIf(whole)('a restoration whose runner is killed in every one of its steps ends identical', async () => {
  const doubts: string[] = [];
  const begun = new Set<string>();
  let alive = 0;
  await platform.sandbox('sinistre');
  let runner = restore();
  for (const [index, step] of steps.entries()) {
    // The one before ended sooner than its kill came, which then hit this one, or one after it.
    if (begun.has(step)) continue;
    // At once, or a little later: before the text of the step, or in the middle of what it does.
    const delayMs = index % 2 === 0 ? 0 : Math.round(random() * (atLeast.get(step) ?? 20));
    const state = await killInStep(platform.place, runner, { step, delayMs });
    for (const id of steps) {
      const { status, attempts = [] } = state.steps.get(id) ?? {};
      if (attempts.length > 0) begun.add(id);
      if (status?.kind !== 'in-doubt' || doubts.includes(id)) continue;
      doubts.push(id);
      if (status.process && (await findSurvivors(status.process)).length > 0) alive += 1;
    }
    runner = resume(index % 3 === 2);
  }
  const { exitCode, stdout, stderr } = await runner;
  console.log(
    `kill -9 in ${steps.length} steps: ${doubts.length} in doubt, ${alive} of them still running without their runner (seed ${seed})`,
  );
  succeeded({ status: exitCode, stdout, stderr });
  expect(doubts.length).toBeGreaterThanOrEqual(steps.length / 2);
  await proveIdentical();
});

test.runIf(whole)(
  'a restoration whose runner is killed once, in any step and at any moment of it, ends identical',
  async () => {
    const failures: string[] = [];
    let doubts = 0;
    let count = 0;
    for (const step of steps.filter((step) => only?.includes(step) ?? true)) {
      for (const moment of [0, 0.3, 0.6, 0.9]) {
        const delayMs = Math.round((moment + random() * 0.1) * (atLeast.get(step) ?? 20));
        const stopSurvivors = count % 2 === 1;
        count += 1;
        await platform.sandbox('reset');
        await platform.sandbox('sinistre');
        const state = await killInStep(platform.place, restore(), { step, delayMs });
        const status = state.steps.get(step)?.status.kind;
        if (status === 'in-doubt') doubts += 1;
        const { exitCode, stdout, stderr } = await resume(stopSurvivors);
        const label = `${step} + ${delayMs} ms (${status}${stopSurvivors ? ', survivors stopped' : ''})`;
        console.log(`${label}: ${exitCode}`);
        const proof = exitCode === 0 ? await prove() : null;
        if (proof?.status !== 0) failures.push(`${label}\n${stdout}\n${stderr}\n${proof?.stdout ?? ''}`);
      }
    }
    console.log(`kill -9 ${count} times, in doubt ${doubts} times (seed ${seed})`);
    expect(count).toBeGreaterThan(0);
    expect(failures).toEqual([]);
  },
  6 * 3_600_000,
);

function restore() {
  return platform.start('restauration-complete', ...chosen(archives));
}

function resume(stopSurvivors: boolean) {
  return platform.place.start('resume', '--confirm', platform.target, ...(stopSurvivors ? ['--stop-survivors'] : []));
}

function prove() {
  return platform.run('prouver-identite', ...chosen(archives));
}

async function proveIdentical(): Promise<void> {
  const { stdout } = succeeded(await prove());
  expect(stdout).toContain('fichiers : 4263 identiques sur 4263');
}

/** Milliseconds that the longer steps take at least. */
const atLeast = new Map([
  ['demarrer-base', 400],
  ['mettre-de-cote', 300],
  ['arreter-application', 1000],
  ['charger-a-cote', 500],
  ['chargee-et-identique', 300],
  ['extraire-medias', 100],
  ['basculer', 150],
  ['basculee-et-identique', 300],
  ['basculer-medias', 120],
  ['oublier', 500],
  ['rouvrir', 3000],
  ['migrations', 300],
]);
