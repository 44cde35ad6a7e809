import {
  appendFileSync,
  chmodSync,
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
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { JournalErrorCode } from '../../runbook-runner/src/journal/journal-error.ts';
import { JournalError } from '../../runbook-runner/src/journal/journal-error.ts';
import { CHAIN_START, encodeLine, hashLine } from '../../runbook-runner/src/journal/line.ts';
import { createJournal, openJournal, readJournal } from '../../runbook-runner/src/journal/open.ts';
import type { JournalRecord } from '../../runbook-runner/src/journal/record.ts';
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
    expect(readJournal(path)).toEqual({ records, warnings: [] });
  });

  it('is only readable by its owner, as is its folder', () => {
    write();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'runs', 'x')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'runs')).mode & 0o777).toBe(0o700);
  });

  it('goes on where it was left', () => {
    write();
    const journal = openJournal(path);
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
    const journal = openJournal(path);
    const attempts = Array.from({ length: 500 }, (_, index) => intent('preparer', index + 1));
    journal.append(attempts[0] as JournalRecord);
    expect(statSync(path).size).toBe(size);
    for (const attempt of attempts.slice(1)) journal.append(attempt);
    expect(readJournal(path)).toEqual({ records: [runStarted, ...attempts], warnings: [] });
    journal.close();
    expect(readJournal(path)).toEqual({ records: [runStarted, ...attempts], warnings: [] });
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
    expect(failure(() => openJournal(join(folder, 'link'))).message).toBe(
      'C’est un lien symbolique, et un journal n’en est jamais un.',
    );
  });

  it('stops when somebody else writes to it', () => {
    const ours = createJournal(path, runStarted);
    const theirs = openJournal(path);
    theirs.append(intent('preparer'));
    expect(failure(() => ours.append(intent('preparer'))).code).toBe('other-writer');
    expect(failure(() => ours.append(intent('preparer'))).code).toBe('other-writer');
    ours.close();
    theirs.close();
    expect(readJournal(path).records).toHaveLength(2);
  });

  it('refuses a record of a version it does not know', () => {
    createJournal(path, runStarted).close();
    const first = readFileSync(path);
    const later = { ...intent('preparer'), later: true } as JournalRecord;
    appendFileSync(path, encodeLine(later, hashLine(first.subarray(0, -1))));
    expect(failure(() => readJournal(path))).toMatchObject({
      code: 'broken',
      message: expect.stringMatching(/^La ligne 2 est endommagée .*n’a pas la forme attendue\)\. /),
    });
  });
});

describe('a torn last line', () => {
  it('wherever it was torn, is left out with a warning, and what was acknowledged is there', () => {
    write();
    const bytes = readFileSync(path);
    const lastLine = bytes.lastIndexOf('\n', -2) + 1;
    for (let length = lastLine + 1; length < bytes.length; length++) {
      truncateSync(path, length);
      const { records: read, warnings } = readJournal(path);
      expect(read).toEqual(records.slice(0, 3));
      expect(warnings).toEqual([
        `${path} : la ligne 4, la dernière, est incomplète (${length - lastLine} octets). ` +
          'Le runner s’est arrêté en l’écrivant ; elle est ignorée, rien n’a été lancé après elle.',
      ]);
      writeFileSync(path, bytes);
    }
  });

  it('is also one of which the first page never reached the disk', () => {
    write();
    const bytes = readFileSync(path);
    bytes.fill(0, bytes.lastIndexOf('\n', -2) + 1, bytes.length - 20);
    writeFileSync(path, bytes);
    expect(readJournal(path)).toMatchObject({ records: records.slice(0, 3), warnings: [expect.any(String)] });
  });

  it('forbids writing until it is repaired', () => {
    write();
    truncateSync(path, statSync(path).size - 5);
    const journal = openJournal(path);
    expect(failure(() => journal.append(intent('basculer'))).code).toBe('torn');
    journal.close();
  });

  it('is cut off by a repair, which keeps what it cut', () => {
    write();
    const bytes = readFileSync(path);
    const lastLine = bytes.lastIndexOf('\n', -2) + 1;
    truncateSync(path, bytes.length - 5);
    const journal = openJournal(path, { repair: { at: at(9) } });
    journal.append(intent('basculer'));
    journal.close();
    const dropped = bytes.subarray(lastLine, -5);
    const repaired = { type: 'repaired', at: at(9), droppedBytes: dropped.length, dropped: dropped.toString('base64') };
    expect(readJournal(path)).toEqual({
      records: [...records.slice(0, 3), repaired, intent('basculer')],
      warnings: [],
    });
  });

  it('in the reserve of a killed writer, is what was written of it', () => {
    createJournal(path, runStarted);
    const bytes = readFileSync(path);
    bytes.write('321 5a5a5a5a torn', bytes.indexOf(0));
    writeFileSync(path, bytes);
    expect(readJournal(path).warnings).toEqual([expect.stringContaining('est incomplète (17 octets)')]);
    const journal = openJournal(path, { repair: { at: at(9) } });
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

describe('a damaged journal is refused', { timeout: 60_000 }, () => {
  it('says what is wrong and what to do', () => {
    write();
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"pid":4242', '"pid":4243'));
    expect(failure(() => readJournal(path))).toEqual({
      code: 'broken',
      message:
        'La ligne 3 est endommagée (la somme de contrôle ne correspond pas). Ce qui a été exécuté ne peut plus être établi.',
      where: path,
      action: 'Vérifiez la cible à la main et gardez ce fichier, puis commencez une nouvelle exécution.',
    });
  });

  it('whichever byte of any line is altered', () => {
    write();
    const bytes = readFileSync(path);
    for (let index = 0; index < bytes.length - 1; index++) {
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

  it('when another journal was appended to it', () => {
    write();
    writeFileSync(path, Buffer.concat([readFileSync(path), readFileSync(path)]));
    expect(failure(() => readJournal(path)).message).toContain('La ligne 5 est endommagée (elle ne fait pas suite');
  });
});

function write(): void {
  const journal = createJournal(path, runStarted);
  for (const record of records.slice(1)) journal.append(record);
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
    message: expect.stringContaining('au format 1, écrit par runbook 0.0.9 ; cette version lit le format 2'),
  });
});
