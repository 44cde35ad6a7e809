import { readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHAIN_START, encodeLine, hashLine } from '../../runbook-runner/src/journal/line.ts';
import { readJournal } from '../../runbook-runner/src/journal/open.ts';
import type { JournalRecord } from '../../runbook-runner/src/journal/record.ts';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

/** A name given, one taken from the text, none; then a check that fails until `pret` is there. */
const body = [
  '## Fermer\n',
  step('step="fermer" title="Fermer la plateforme"', 'echo fermer >> journal'),
  step('undo="fermer" title="Rouvrir"', 'echo ouvrir >> journal'),
  'Les archives sont là. On les range :\n',
  step('step="ranger"', 'echo ranger >> journal'),
  step('undo="ranger"', 'test -e pret'),
  step('check="pret"', 'test -e pret'),
].join('\n');

const stopped = async (): Promise<{ stdout: string; runId: string }> => {
  await place.write('a.md', page('a', body));
  const { stdout } = await place.runbook('run', 'a.md', '--report', 'rapports');
  return { stdout, runId: (await readdir(join(place.state, 'runbook/runs')))[0] as string };
};
const report = (ending: string): Promise<string> => readFile(join(place.folder, `rapports/a.${ending}`), 'utf8');

test('the plan, show and the run name each step, beside the id that one types', async () => {
  const { stdout } = await stopped();
  expect(stdout).toContain('Étape 1 sur 3 · Fermer la plateforme\nfermer · action · modifie\n');
  expect(stdout).toContain('Étape 2 sur 3 · On les range\nranger · action · modifie\n');
  expect(stdout).toContain('Étape 3 sur 3 · pret\npret · vérification · sans risque\n');
  expect(stdout).toContain(
    'reste en place (une étape d’annulation existe) : Fermer la plateforme (fermer), On les range (ranger)',
  );
  const plan = await place.runbook('plan', 'a.md');
  expect(plan.stdout).toContain('1. Fermer la plateforme fermer\n');
  expect(plan.stdout).toContain('2. On les range ranger\n');
  const { steps } = JSON.parse((await place.runbook('plan', 'a.md', '--format', 'json')).stdout);
  expect(steps.map(({ title }: { title: string }) => title)).toEqual(['Fermer la plateforme', 'On les range', 'pret']);
  const shown = await place.runbook('show', 'a.md');
  expect(shown.stdout).toContain('  Fermer la plateforme  fermer\n      action · modifie · ligne 12\n');
  expect(shown.stdout).toContain('  pret\n      vérification');
});

test('the reports name each step', async () => {
  await stopped();
  expect(await report('md')).toContain('| 1 | Fermer la plateforme `fermer` | action |');
  expect(await report('md')).toContain('- On les range `ranger` : voir son étape d’annulation');
  expect(await report('junit.xml')).toContain('name="On les range (ranger)"');
  expect(JSON.parse(await report('json')).entries[1]).toMatchObject({ id: 'ranger', title: 'On les range' });
});

describe('a run that goes on names its steps as they were planned', () => {
  test('when the page has changed', async () => {
    const { runId } = await stopped();
    await place.write('a.md', page('a', body.replace('Fermer la plateforme', 'Tout arrêter')));
    const { stdout } = await place.runbook('undo', runId);
    expect(stdout).toContain('Annulation de « On les range » (ranger)\nundo-ranger · annulation');
    expect(stdout).toContain(
      'l’annulation de « On les range » (ranger) a échoué : statut 1 au lieu de 0 ; rien n’a été défait ; ' +
        'reste en place : « On les range » (ranger), « Fermer la plateforme » (fermer)',
    );
    await place.write('pret', '');
    expect((await place.runbook('undo', runId)).stdout).toContain(
      'Annulation de « Fermer la plateforme » (fermer) · Rouvrir\nundo-fermer · annulation',
    );
    const [known] = JSON.parse((await place.runbook('history', '--format', 'json')).stdout);
    expect(known.report.entries[0]).toMatchObject({ id: 'fermer', title: 'Fermer la plateforme' });
  });

  test('and a journal of before steps had names is resumed, each under its heading', async () => {
    const { runId } = await stopped();
    forgetNames(join(place.state, 'runbook/runs', runId, 'journal.jsonl'));
    await place.write('pret', '');
    const { status, stdout } = await place.runbook('resume', runId);
    expect(status).toBe(0);
    expect(stdout).toContain('Étape 3 sur 3 · Fermer\npret · vérification');
    expect(await readFile(join(place.folder, 'journal'), 'utf8')).toBe('fermer\nranger\n');
  });
});

/** The journal as an older runner wrote it. */
function forgetNames(path: string): void {
  const [first, ...rest] = readJournal(path).records;
  const old = { ...first, steps: first.steps.map(({ title: _, ...without }) => without) };
  let hash = CHAIN_START;
  const lines = [old, ...rest].map((record: JournalRecord) => {
    const line = encodeLine(record, hash);
    hash = hashLine(line.subarray(0, -1));
    return line;
  });
  expect(readFileSync(path).subarray(0, 100)).not.toEqual(lines[0]?.subarray(0, 100));
  writeFileSync(path, Buffer.concat(lines));
}
