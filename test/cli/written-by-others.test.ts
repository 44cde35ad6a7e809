import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHAIN_START, encodeLine, hashLine } from '../../runbook-runner/src/journal/line.ts';
import { readJournal } from '../../runbook-runner/src/journal/open.ts';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';
import { openTerminal } from '../support/terminal.ts';

/** It turns the direction of the text that follows. */
const TURN = '\u202e';

let place: Place;
let run: string;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const inRun = (...names: readonly string[]): string => join(place.state, 'runbook/runs', run, ...names);

/** The journal of the run as a colleague could have written it, its sums right. */
async function rewrite(change: (text: string) => string): Promise<void> {
  const { records } = readJournal(inRun('journal.jsonl'));
  let hash = CHAIN_START;
  const lines = records.map((record) => {
    const line = encodeLine(JSON.parse(change(JSON.stringify(record))), hash);
    hash = hashLine(line.subarray(0, -1));
    return line;
  });
  await writeFile(inRun('journal.jsonl'), Buffer.concat(lines));
}

async function begin(...body: readonly string[]): Promise<void> {
  await place.write('a.md', page('a', body.join('\n')));
  await place.runbook('run', 'a.md');
  [run = ''] = await readdir(join(place.state, 'runbook/runs'));
}

describe('what a terminal would obey is shown by its code', () => {
  test('in the names that a journal holds', async () => {
    await begin(step('step="un"', 'echo fait'));
    await rewrite((text) => text.replaceAll('"ici"', `"ici${TURN}"`).replaceAll('"un"', `"un${TURN}"`));
    await rename(inRun('logs/01-un-1.log'), inRun(`logs/01-un${TURN}-1.log`));
    await writeFile(inRun(`logs/01-un${TURN}-1.log`), 'autre\n');
    const text = await place.runbook('journal', 'verify');
    expect(text.stdout).toContain('La sortie de l’étape « un<U+202E> » a été modifiée depuis.');
    const json = await place.runbook('journal', 'verify', '--format', 'json');
    expect(json.stdout).toContain('La sortie de l’étape « un\\u202e » a été modifiée depuis.');
    const limit = new Date().toISOString();
    const purge = await place.runbook('history', '--purge-before', limit);
    expect(purge.stdout).toContain(`${run}  a sur ici<U+202E>, `);
    for (const { stdout } of [text, json, purge]) expect(stdout).not.toContain(TURN);
  });

  test('in what is wrong with the targets file', async () => {
    await place.write('targets.yaml', `targets: { "a${TURN}b": { description: Essai, kind: local } }\n`);
    const { stdout } = await place.runbook('list');
    expect(stdout).toContain('  aucune : ');
    expect(stdout).toContain('<U+202E>');
    expect(stdout).not.toContain(TURN);
  });

  test('in a question', async () => {
    await begin(
      step('check="pret"', 'test -e pret'),
      step('step="deux" title="Deux" timeout="1s"', 'while ! [ -e laisser-finir ]; do sleep 0.1; done'),
    );
    await rewrite((text) => text.replaceAll('"Deux"', `"Deux${TURN}"`));
    await place.write('pret', '');
    const terminal = await openTerminal(place, ['resume'], { columns: 120 });
    await terminal.see('Que faire ?');
    await terminal.press('Enter');
    await terminal.see('Deux<U+202E> » (deux), sans risque. Que faire ?');
    await terminal.press('Enter');
    await terminal.see('Deux<U+202E> » (deux) dure depuis');
    await terminal.press('Enter');
    await place.write('laisser-finir', '');
    expect(await terminal.status()).toBe(0);
    await terminal.close();
  });
});
