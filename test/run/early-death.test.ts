import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { page, step } from '../support/runbook-cli.ts';
import { openWatchedPlace, runWatched } from '../support/watched-runner.ts';

// A runner that is killed before its first step has launched nothing: nobody has to say what became of the target.
let place: Place;
beforeEach(async () => {
  place = await openWatchedPlace();
  const variable = '  variables:\n    START: { description: Départ, default: "1" }\n';
  await place.write('a.md', page('a', step('step="un"', 'echo "$START" >> suite'), variable));
});
afterEach(() => place.remove());

const deaths = [
  ['its lock is taken and there is no journal yet', 'fsync:signal=KILL:when=1'],
  ['its journal is empty', 'pwrite64:signal=KILL:when=1'],
  ['its values are not in its journal', 'pwrite64:signal=KILL:when=2'],
] as const;

test.each(deaths)('killed when %s, it keeps no other from beginning and is not resumed', async (_when, death) => {
  expect(
    (await runWatched(place, `--output=/dev/null --inject=${death}`, 'run', 'a.md', '--var', 'START=7')).killed,
  ).toBe(true);
  // What it was given is lost: to go on with the default would be another run.
  const resumed = await place.runbook('resume');
  expect(resumed.stderr).toContain('aucune exécution n’attend d’être reprise');
  expect(resumed.status).toBe(2);
  expect((await place.runbook('run', 'a.md', '--var', 'START=7')).status).toBe(0);
  expect((await place.runbook('history')).status).toBe(0);
  expect(await readFile(join(place.folder, 'suite'), 'utf8')).toBe('7\n');
});
