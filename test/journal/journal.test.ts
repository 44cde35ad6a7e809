import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { plural } from '../../runbook-runner/src/french/plural.ts';
import type { JournalErrorCode } from '../../runbook-runner/src/journal/journal-error.ts';
import { JournalError } from '../../runbook-runner/src/journal/journal-error.ts';
import { CHAIN_START, encodeLine, hashLine } from '../../runbook-runner/src/journal/line.ts';
import { createJournal, openJournal, readJournal } from '../../runbook-runner/src/journal/open.ts';
import type { JournalRecord } from '../../runbook-runner/src/journal/record.ts';
import { replay } from '../../runbook-runner/src/journal/replay.ts';
import { at, finished, intent, runStarted, started } from '../fixtures/journal/records.ts';

let folder: string;
let path: string;
const records: readonly JournalRecord[] = [runStarted, intent('preparer'), started('preparer'), finished('preparer')];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  path = join(folder, 'runs', 'x', 'journal.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a journal', () => {
  it('gives back what was written, in order', () => {
    write();
    expect(readJournal(path)).toEqual({ records, warnings: [], torn: false });
  });

  it('is only readable by its owner, as is its folder', () => {
    write();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'runs', 'x')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'runs')).mode & 0o777).toBe(0o700);
  });

  it('goes on where it was left', () => {
    write();
    const journal = openJournal(path, { at: at(9) });
    expect(journal.records).toEqual(records);
    journal.append(intent('basculer'));
    journal.close();
    expect(readJournal(path).records).toEqual([...records, intent('basculer')]);
  });

  it('can be read while it is being written', () => {
    const journal = createJournal(path, runStarted);
    journal.append(intent('preparer'));
    expect(readJournal(path).records).toHaveLength(2);
    journal.close();
  });

  it('ends with its last line once it is closed, and holds zeros behind it until then', () => {
    const journal = createJournal(path, runStarted);
    expect(readFileSync(path, 'latin1')).toMatch(/^[^\0]+\n\0+$/);
    journal.close();
    expect(readFileSync(path, 'latin1')).toMatch(/^[^\0]+\n$/);
  });

  it('goes on in the reserve that a killed writer left, and grows it as it needs', () => {
    createJournal(path, runStarted);
    const { size } = statSync(path);
    const journal = openJournal(path, { at: at(9) });
    const attempts = Array.from({ length: 500 }, (_, index) => intent('preparer', index + 1));
    journal.append(attempts[0] as JournalRecord);
    expect(statSync(path).size).toBe(size);
    for (const attempt of attempts.slice(1)) journal.append(attempt);
    expect(readJournal(path)).toEqual({ records: [runStarted, ...attempts], warnings: [], torn: false });
    journal.close();
    expect(readJournal(path)).toEqual({ records: [runStarted, ...attempts], warnings: [], torn: false });
  });

  it('says that others can read it', () => {
    write();
    chmodSync(path, 0o644);
    expect(readJournal(path).warnings).toEqual([
      `${path} : ouvert à d’autres comptes (mode 644) ; « chmod 600 » le referme.`,
    ]);
  });

  it('is not written over', () => {
    write();
    expect(failure(() => createJournal(path, runStarted))).toEqual({
      code: 'unusable',
      message: 'Ce journal existe déjà.',
      where: path,
      action: 'Une exécution ne réutilise jamais le journal d’une autre : recommencez.',
    });
    expect(readJournal(path).records).toHaveLength(4);
  });

  it('is never a link', () => {
    write();
    symlinkSync(path, join(folder, 'link'));
    expect(failure(() => openJournal(join(folder, 'link'), { at: at(9) })).message).toBe(
      'C’est un lien symbolique, et un journal n’en est jamais un.',
    );
  });

  it('stops when somebody else writes to it', () => {
    const ours = createJournal(path, runStarted);
    const theirs = openJournal(path, { at: at(9) });
    theirs.append(intent('preparer'));
    expect(failure(() => ours.append(intent('preparer'))).code).toBe('other-writer');
    expect(failure(() => ours.append(intent('preparer'))).code).toBe('other-writer');
    ours.close();
    theirs.close();
    expect(readJournal(path).records).toHaveLength(2);
  });

  it.each<[what: string, json: unknown, key: string]>([
    ['a key that it does not know', { ...intent('preparer'), later: true }, 'later'],
    [
      'such a key inside of another',
      { ...started('preparer'), process: { ...started('preparer').process, cpu: 1 } },
      'process.cpu',
    ],
    [
      'a value of another form',
      { ...started('preparer'), process: { ...started('preparer').process, pid: -1 } },
      'process.pid',
    ],
    ['a type that it does not know', { type: 'later', at: at(3) }, 'type'],
    ['no object', 12, 'type'],
    ['a beginning of another format in its middle', { ...runStarted, format: 1 }, 'format'],
  ])('refuses a record with %s, as of another version', (_what, json, key) => {
    createJournal(path, runStarted).close();
    const first = readFileSync(path);
    appendFileSync(path, encodeLine(json as JournalRecord, hashLine(first.subarray(0, -1))));
    expect(failure(() => readJournal(path))).toMatchObject({
      code: 'broken',
      message: `La ligne 2 est endommagée (la clé « ${key} » est inconnue de cette version de runbook ou n’a pas la forme attendue). \
Ce qui a été exécuté ne peut plus être établi.`,
      where: `${path}:2`,
    });
  });

  it('does not begin with what is no JSON', () => {
    createJournal(path, runStarted).close();
    const body = `${CHAIN_START} {`;
    writeFileSync(path, `1 ${crc32(body).toString(16).padStart(8, '0')} ${body}\n`);
    expect(failure(() => readJournal(path)).message).toMatch(
      /^La ligne 1 est endommagée \(la clé « type » est inconnue/,
    );
  });

  it.each<[what: string, first: unknown, reason: string]>([
    ['another record', intent('preparer'), 'elle devrait être « run-started »'],
    [
      'a format that is no number',
      { ...runStarted, format: '2' },
      'la clé « format » est inconnue de cette version de runbook ou n’a pas la forme attendue',
    ],
    ['null', null, 'la clé « type » est inconnue de cette version de runbook ou n’a pas la forme attendue'],
  ])('does not begin with %s', (_what, first, reason) => {
    createJournal(path, runStarted).close();
    writeFileSync(path, encodeLine(first as JournalRecord, CHAIN_START));
    expect(failure(() => readJournal(path))).toEqual({
      code: 'broken',
      message: `La ligne 1 est endommagée (${reason}). Ce qui a été exécuté ne peut plus être établi.`,
      where: `${path}:1`,
      action: 'Vérifiez la cible à la main, puis rangez ce dossier ailleurs et commencez une nouvelle exécution.',
    });
  });
});

describe('a torn last line', () => {
  it('wherever it was torn, is left out with a warning, and what was acknowledged is there', () => {
    write();
    const bytes = readFileSync(path);
    const lastLine = bytes.lastIndexOf('\n', -2) + 1;
    for (let length = lastLine + 1; length < bytes.length - 1; length++) {
      truncateSync(path, length);
      const { records: read, warnings } = readJournal(path);
      expect(read).toEqual(records.slice(0, 3));
      expect(warnings).toEqual([
        `${path} : la ligne 4, la dernière, est incomplète (${plural(length - lastLine, 'octet')}). ` +
          'Le runner s’est arrêté en l’écrivant ; elle est ignorée, rien n’a été lancé après elle.',
      ]);
      writeFileSync(path, bytes);
    }
  });

  it('is also one of which some sectors never reached the disk, but the last did', () => {
    write('long');
    const whole = readFileSync(path);
    const start = whole.lastIndexOf('\n', -2) + 1;
    const edges = [start, ...[1, 2, 3].map((n) => (Math.floor(start / 512) + n) * 512)];
    for (const [from, to] of pairs(edges)) {
      writeFileSync(path, Buffer.from(whole).fill(0, from, to));
      expect(readJournal(path)).toMatchObject({
        records,
        warnings: [expect.stringContaining('la dernière, est incomplète')],
      });
    }
  });

  it('is not one that has a zero elsewhere: whoever wrote it had it acknowledged', () => {
    write('long');
    const whole = readFileSync(path);
    const start = whole.lastIndexOf('\n', -2) + 1;
    for (let at = start; at < whole.length - 1; at++) {
      writeFileSync(path, Buffer.from(whole).fill(0, at, at + 1));
      expect(failure(() => readJournal(path))).toMatchObject({ code: 'broken', where: `${path}:5` });
    }
  });

  it('that lacks only its line feed is a record', () => {
    write();
    truncateSync(path, statSync(path).size - 1);
    expect(readJournal(path)).toEqual({ records, warnings: [], torn: false });
    const journal = openJournal(path, { at: at(9) });
    journal.append(intent('basculer'));
    journal.close();
    expect(readJournal(path)).toEqual({ records: [...records, intent('basculer')], warnings: [], torn: false });
  });

  it('is cut off by a repair, which keeps what it cut', () => {
    write();
    const bytes = readFileSync(path);
    const lastLine = bytes.lastIndexOf('\n', -2) + 1;
    truncateSync(path, bytes.length - 5);
    const journal = openJournal(path, { at: at(9) });
    journal.append(intent('basculer'));
    journal.close();
    const dropped = bytes.subarray(lastLine, -5);
    const repaired = { type: 'repaired', at: at(9), droppedBytes: dropped.length, dropped: dropped.toString('base64') };
    expect(readJournal(path)).toEqual({
      records: [...records.slice(0, 3), repaired, intent('basculer')],
      warnings: [],
      torn: false,
    });
  });

  it('in the reserve of a killed writer, is what was written of it', () => {
    createJournal(path, runStarted);
    const bytes = readFileSync(path);
    bytes.write('321 5a5a5a5a torn', bytes.indexOf(0));
    writeFileSync(path, bytes);
    expect(readJournal(path).warnings).toEqual([expect.stringContaining('est incomplète (17 octets)')]);
    const journal = openJournal(path, { at: at(9) });
    journal.append(intent('preparer'));
    journal.close();
    expect(readJournal(path).records).toMatchObject([{}, { type: 'repaired', droppedBytes: 17 }, { type: 'intent' }]);
  });

  it('as the only line means that nothing ran', () => {
    createJournal(path, runStarted).close();
    truncateSync(path, 100);
    expect(failure(() => readJournal(path))).toEqual({
      code: 'empty',
      message: 'Aucun enregistrement complet : cette exécution n’a rien lancé.',
      where: path,
      action: 'Commencez une nouvelle exécution.',
    });
  });
});

describe('a last line that was altered', () => {
  it('leaves in doubt the step whose end it may have told, whichever byte it is', () => {
    write();
    const bytes = readFileSync(path);
    for (let index = bytes.lastIndexOf('\n', -2) + 1; index < bytes.length - 1; index++) {
      const altered = Buffer.from(bytes);
      altered[index] = (bytes[index] as number) ^ 1;
      writeFileSync(path, altered);
      const { records: read, warnings } = readJournal(path);
      expect(read).toEqual(records.slice(0, 3));
      expect(warnings).toEqual([
        expect.stringMatching(/la ligne 4, la dernière, est endommagée \(.*\)\. Ce qu’elle disait est perdu\.$/),
      ]);
    }
  });

  it('is refused when no step is in doubt without it: what it said may change everything', () => {
    write('skipped');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('injoignable', 'injoignabl3'));
    expect(failure(() => readJournal(path))).toMatchObject({ code: 'broken', where: `${path}:5` });
  });

  it('takes the line before it with it when it is the line feed between them', () => {
    write('intent');
    alterLineFeed();
    const { records: read, warnings } = readJournal(path);
    expect(read).toEqual(records.slice(0, 3));
    expect(replay(read).steps.get('preparer')?.status).toMatchObject({ kind: 'in-doubt', attempt: 1 });
    expect(warnings).toEqual([
      expect.stringMatching(/la ligne 4, la dernière, est endommagée \(.*\)\. Ce qu’elle disait est perdu\.$/),
    ]);
  });

  it('is refused then too when no step is in doubt without the two', () => {
    write();
    alterLineFeed();
    expect(failure(() => readJournal(path))).toMatchObject({ code: 'broken', where: `${path}:3` });
  });

  function alterLineFeed(): void {
    const bytes = readFileSync(path);
    bytes[bytes.lastIndexOf('\n', -2)] = 0x0b;
    writeFileSync(path, bytes);
  }

  it('is kept in a record by who goes on', () => {
    write();
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"durationMs":1200', '"durationMs":1201'));
    openJournal(path, { at: at(9) }).close();
    const { records: read, warnings } = readJournal(path);
    expect(read.at(-1)).toMatchObject({ type: 'repaired', dropped: expect.any(String) });
    expect(warnings).toEqual([]);
  });
});

describe('a log of an attempt that no record tells of', () => {
  beforeEach(() => {
    write('values');
    mkdirSync(join(folder, 'runs', 'x', 'logs'));
    for (const name of ['02-preparer-1.log', '03-basculer-1.log', '03-basculer-2.log', '04-autre-1.log', 'notes.txt'])
      writeFileSync(join(folder, 'runs', 'x', 'logs', name), '');
  });

  it('is the proof that it began: the step is in doubt, and it is said', () => {
    const { records: read, warnings } = readJournal(path);
    expect(replay(read).steps.get('basculer')?.status).toMatchObject({ kind: 'in-doubt', attempt: 2, process: null });
    expect(replay(read).steps.get('preparer')?.status).toMatchObject({ kind: 'succeeded' });
    expect(warnings).toEqual(
      [1, 2].map(
        (attempt) =>
          `${path} : ce qui suit la ligne 5 est perdu. L’étape « basculer » (tentative ${attempt}) a laissé 03-basculer-${attempt}.log : elle a commencé et peut avoir agi, rien ne dit comment elle a fini.`,
      ),
    );
  });

  it('is recorded by who goes on, and said once', () => {
    openJournal(path, { at: at(9) }).close();
    const { records: read, warnings } = readJournal(path);
    expect(read.slice(5)).toMatchObject([
      { type: 'traced', step: 'basculer', attempt: 1 },
      { type: 'traced', step: 'basculer', attempt: 2, log: '03-basculer-2.log' },
    ]);
    expect(warnings).toEqual([]);
  });

  it('beside a last line that is torn: nobody says that nothing was launched after it', () => {
    appendFileSync(path, '321 5a5a5a5a torn');
    const [first] = readJournal(path).warnings;
    expect(first).toBe(`${path} : la ligne 6, la dernière, est incomplète (17 octets). Ce qu’elle disait est perdu.`);
  });

  it('without the values of the run: nothing may be concluded', () => {
    const lines = readFileSync(path, 'utf8').split(/(?<=\n)/);
    writeFileSync(path, lines[0] as string);
    expect(failure(() => readJournal(path))).toMatchObject({
      code: 'broken',
      message: expect.stringContaining(
        'les valeurs de l’exécution y manquent, et une étape a laissé 02-preparer-1.log',
      ),
      where: `${path}:2`,
    });
  });

  it.each(['', 'torn'])('without a first line (%j): never that nothing was launched', (text) => {
    writeFileSync(path, text);
    expect(failure(() => readJournal(path))).toMatchObject({ code: 'broken', where: `${path}:1` });
  });
});

test('who closes a run for good reads its journal up to the damage, and keeps the rest in a record', () => {
  write();
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('"pid":4242', '"pid":4243'));
  expect(readJournal(path, { despite: 'damage' })).toMatchObject({
    records: records.slice(0, 2),
    warnings: [
      expect.stringContaining('la ligne 3 est endommagée (la somme de contrôle ne correspond pas). Elle et ce'),
    ],
  });
  const journal = openJournal(path, { at: at(9), despite: 'damage' });
  journal.append({ type: 'run-abandoned', at: at(9), by: 'exploitant', reason: 'vu' });
  journal.close();
  const { records: read } = readJournal(path);
  const lost = Buffer.from(
    text
      .replace('"pid":4242', '"pid":4243')
      .split(/(?<=\n)/)
      .slice(2)
      .join(''),
  );
  expect(read.slice(2)).toMatchObject([
    { type: 'repaired', dropped: lost.toString('base64') },
    { type: 'run-abandoned' },
  ]);
});

describe('a damaged journal is refused', { timeout: 60_000 }, () => {
  it('says what is wrong and what to do', () => {
    write();
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"pid":4242', '"pid":4243'));
    expect(failure(() => readJournal(path))).toEqual({
      code: 'broken',
      message:
        'La ligne 3 est endommagée (la somme de contrôle ne correspond pas). Ce qui a été exécuté ne peut plus être établi.',
      where: `${path}:3`,
      action: 'Vérifiez la cible à la main, puis fermez cette exécution : runbook abandon, avec son identifiant.',
    });
  });

  it('whichever byte of any line but the last is altered', () => {
    write();
    const bytes = readFileSync(path);
    for (let index = 0; index < bytes.lastIndexOf('\n', -2); index++) {
      const altered = Buffer.from(bytes);
      altered[index] = (bytes[index] as number) ^ 1;
      writeFileSync(path, altered);
      expect(failure(() => readJournal(path)).code, `byte ${index}`).toBe('broken');
    }
  });

  it('whichever line is taken away, doubled or moved', () => {
    write();
    const lines = readFileSync(path, 'utf8').split(/(?<=\n)/);
    for (let index = 0; index < lines.length - 1; index++) {
      writeFileSync(path, lines.toSpliced(index, 1).join(''));
      expect(failure(() => readJournal(path)).code).toBe('broken');
      writeFileSync(path, lines.toSpliced(index, 2, lines[index + 1] as string, lines[index] as string).join(''));
      expect(failure(() => readJournal(path)).code).toBe('broken');
      writeFileSync(path, lines.toSpliced(index, 0, lines[index] as string).join(''));
      expect(failure(() => readJournal(path)).code).toBe('broken');
    }
  });

  it('when it is the journal of another run than its folder’s', () => {
    path = join(folder, 'runs', '20261122T031502Z-aaaaaa', 'journal.jsonl');
    write();
    expect(failure(() => readJournal(path))).toMatchObject({
      code: 'broken',
      message: expect.stringContaining('(elle est de l’exécution 20261121T031502Z-k4m7qx)'),
      where: `${path}:1`,
    });
  });

  it('when another journal was appended to it', () => {
    write();
    writeFileSync(path, Buffer.concat([readFileSync(path), readFileSync(path)]));
    expect(failure(() => readJournal(path)).message).toContain('La ligne 5 est endommagée (elle ne fait pas suite');
  });
});

const more = {
  values: { type: 'values', at: at(1), values: {}, secrets: [] },
  skipped: { type: 'skipped', at: at(5), step: 'basculer', reason: 'base injoignable' },
  intent: intent('basculer'),
  long: { type: 'skipped', at: at(5), step: 'basculer', reason: 'x'.repeat(2000) },
} as const;

function write(...others: readonly (keyof typeof more)[]): void {
  const journal = createJournal(path, runStarted);
  for (const record of records.slice(1)) journal.append(record);
  for (const other of others) journal.append(more[other]);
  journal.close();
}

function failure(act: () => unknown): { code: JournalErrorCode; message: string; where?: string; action?: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof JournalError) return { code: error.code, ...error.text };
    throw error;
  }
  throw new Error('expected a JournalError');
}

test('a record that a reader would refuse is never written', () => {
  const journal = createJournal(path, runStarted);
  const fractional = finished('preparer', { ending: { kind: 'timed-out', afterMs: 1.5 } });
  expect(() => journal.append(fractional)).toThrow('afterMs');
  journal.close();
  expect(readJournal(path).records).toEqual([runStarted]);
});

test('a journal of another format says which version reads it', () => {
  createJournal(path, runStarted).close();
  const old = { ...runStarted, format: 1, toolVersion: '0.0.9' } as unknown as JournalRecord;
  writeFileSync(path, encodeLine(old, CHAIN_START));
  expect(failure(() => readJournal(path))).toMatchObject({
    code: 'unusable',
    message: 'Ce journal est au format 1, écrit par runbook 0.0.9 ; cette version lit le format 2.',
    action: 'Reprenez cette exécution avec la version 0.0.9.',
  });
});

/** Each two of them, in their order. */
function pairs(edges: readonly number[]): readonly (readonly [number, number])[] {
  return edges.flatMap((from, index) => edges.slice(index + 1).map((to) => [from, to] as const));
}
