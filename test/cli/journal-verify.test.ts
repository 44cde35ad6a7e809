import { appendFile, chmod, copyFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CHAIN_START, encodeLine, hashLine } from '../../runbook-runner/src/journal/line.ts';
import { readJournal } from '../../runbook-runner/src/journal/open.ts';
import type { JournalRecord } from '../../runbook-runner/src/journal/record.ts';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
let run: string;
let whole: Buffer;
beforeAll(async () => {
  place = await openPlace();
  await place.write('a.md', page('a', step('step="un"', 'echo fait > fichier') + step('check="deux"', 'cat fichier')));
  expect((await place.runbook('run', 'a.md')).status).toBe(0);
  [run = ''] = await readdir(runs());
  whole = await readFile(journal());
});
beforeEach(() => writeFile(journal(), whole));
afterAll(() => place.remove());

const runs = (): string => join(place.state, 'runbook/runs');
const journal = (): string => join(runs(), run, 'journal.jsonl');
const verify = (...words: readonly string[]) => place.runbook('journal', 'verify', ...words);

/** Sums and chain as a runner would write them: only their meaning can be wrong. */
async function write(records: readonly JournalRecord[]): Promise<void> {
  let hash = CHAIN_START;
  const lines = records.map((record) => {
    const line = encodeLine(record, hash);
    hash = hashLine(line.subarray(0, -1));
    return line;
  });
  await writeFile(journal(), Buffer.concat(lines));
}

describe('runbook journal verify', () => {
  test('says that a journal is whole', async () => {
    const { status, stdout } = await verify();
    expect(stdout).toBe(`${run}  intact, 9 enregistrements\n1 journal : 1 intact`);
    expect(status).toBe(0);
  });

  test('tells a last line that was never acknowledged from damage', async () => {
    await truncate(journal(), whole.length - 20);
    const { status, stdout } = await verify(run);
    expect(stdout).toContain(`${run}  incomplet, 8 enregistrements\n    `);
    expect(stdout).toContain('1 journal : 1 incomplet');
    expect(status).toBe(0);
  });

  test.each([
    ['cut short', (line: string) => line.slice(0, -20)],
    ['altered', (line: string) => line.replace('"step"', '"stEp"')],
  ])('says which step is in doubt when the line that told its end is %s', async (_, change) => {
    const lines = whole.toString().trimEnd().split('\n');
    const last = lines.findLastIndex((line) => line.includes('"finished"') && line.includes('"deux"'));
    await writeFile(journal(), [...lines.slice(0, last), change(lines[last] as string)].join('\n'));
    const { status, stdout } = await verify(run);
    expect(stdout).toContain(`${run}  incomplet, ${last} enregistrements\n`);
    expect(stdout).toContain('    L’étape « deux » est en doute : personne ne peut dire si elle a eu lieu.\n');
    expect(status).toBe(5);
  });

  test('says which step is in doubt when only its log is left', async () => {
    const lines = whole.toString().split('\n');
    const intent = lines.findIndex((line) => line.includes('"intent"') && line.includes('"deux"'));
    await writeFile(
      journal(),
      lines
        .slice(0, intent)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const { status, stdout } = await verify(run, '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject([{ kind: 'torn', inDoubt: ['deux'] }]);
    expect(status).toBe(5);
  });

  test('does not trust a journal that another account could have written', async () => {
    await chmod(journal(), 0o666);
    const { status, stdout } = await verify(run);
    await chmod(journal(), 0o600);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      `${run} illisible ${journal()} peut être modifié par d’autres comptes (mode 0666)`,
    );
    expect(status).toBe(4);
  });

  test('names the line that was altered, and why it is refused', async () => {
    await writeFile(journal(), whole.toString().replace('echo fait', 'echo fAit'));
    const { status, stdout } = await verify();
    expect(stdout).toContain(
      `${run}  endommagé\n    La ligne 1 est endommagée (la somme de contrôle ne correspond pas).`,
    );
    expect(stdout).toContain('1 journal : 1 endommagé');
    expect(status).toBe(5);
  });

  test('names a line that is missing', async () => {
    const lines = whole.toString().split('\n');
    await writeFile(journal(), lines.filter((_, index) => index !== 3).join('\n'));
    const { status, stdout } = await verify();
    expect(stdout).toContain('La ligne 4 est endommagée (elle ne fait pas suite à la ligne précédente).');
    expect(status).toBe(5);
  });

  test('finds whole lines that say together what never happened', async () => {
    const { records } = readJournal(journal());
    await write(records.filter(({ type }) => type !== 'intent'));
    expect((await verify()).stdout).toContain('La ligne 3 n’est pas à sa place');
    await write([...records, records[0]]);
    const { status, stdout } = await verify();
    expect(stdout).toContain('La ligne 10 n’est pas à sa place (une exécution ne commence qu’une fois).');
    expect(status).toBe(5);
  });

  test('finds the journal of another run', async () => {
    const other = run.replace(/......$/, 'aaaaaa');
    await mkdir(join(runs(), other));
    await copyFile(journal(), join(runs(), other, 'journal.jsonl'));
    await chmod(join(runs(), other, 'journal.jsonl'), 0o600);
    const { status, stdout } = await verify(other, run);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`(elle est de l’exécution ${run})`);
    expect(stdout).toContain('2 journaux : 1 intact, 1 endommagé');
    expect(status).toBe(5);
  });

  test('names an output that is no longer the one of its step', async () => {
    await appendFile(join(runs(), run, 'logs/02-deux-1.log'), 'un ajout\n');
    const { status, stdout } = await verify(run);
    expect(stdout).toBe(`${run}  intact, 9 enregistrements
    La sortie de l’étape « deux » a été modifiée depuis.
1 journal : 1 intact`);
    expect(status).toBe(6);
  });

  test('answers programs in JSON', async () => {
    const { stdout } = await verify(run, '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject([{ runId: run, kind: 'whole', records: 9 }]);
  });

  test('refuses a run that does not exist, and another word', async () => {
    const { status, stderr } = await verify('20261121T031502Z-k4m7qx');
    expect(stderr).toContain('aucune exécution ne s’appelle « 20261121T031502Z-k4m7qx »');
    expect(status).toBe(2);
    expect((await place.runbook('journal')).stderr).toContain('il faut dire quoi faire des journaux');
  });
});
