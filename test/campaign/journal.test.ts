import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JournalError } from '../../runbook-runner/src/journal/journal-error.ts';
import { CHAIN_START, decodeLine, encodeLine, hashLine } from '../../runbook-runner/src/journal/line.ts';
import { logName } from '../../runbook-runner/src/journal/logs.ts';
import { openJournal, readJournal } from '../../runbook-runner/src/journal/open.ts';
import type { JournalRecord, RunStarted } from '../../runbook-runner/src/journal/record.ts';
import type { RunState } from '../../runbook-runner/src/journal/replay.ts';
import { replay } from '../../runbook-runner/src/journal/replay.ts';
import { at, finished, intent, runStarted, started } from '../fixtures/journal/records.ts';
import { openCampaign } from '../support/seeded.ts';
import { damaged } from './damages.ts';

const { size, seed, random } = openCampaign(9);
const DAMAGES = size(3000, 120_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'campaign-journal-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test(`${DAMAGES} damaged journals: no crash, nothing invented, nothing unnoticed`, { timeout: 1_800_000 }, () => {
  const runs = histories.map((records) => writtenRun(records, join(folder, records[0].runId)));
  const counts = { refused: 0, doubt: 0, torn: 0, empty: 0, whole: 0 };
  for (let done = 0; done < DAMAGES; done++) {
    const run = runs[Math.floor(random() * runs.length)] as Run;
    const other = runs[Math.floor(random() * runs.length)] as Run;
    const { bytes, how } = damaged(run.bytes, other.bytes, random);
    writeFileSync(run.path, bytes);
    const what = `damage ${done} of seed ${seed}: ${how} of run ${runs.indexOf(run)}`;
    const read = readOrError(run.path);
    if (read instanceof JournalError) {
      counts[read.code === 'empty' ? 'empty' : 'refused'] += 1;
      expectRefused(read, run, bytes, what);
    } else {
      expectTrue(read, run, bytes, what);
      counts[bytes.equals(run.bytes) ? 'whole' : isInDoubt(replay(read.records)) ? 'doubt' : 'torn'] += 1;
      if (done % 20 === 0) expectKept(run.path, what);
    }
  }
  console.log(`${DAMAGES} damaged journals (seed ${seed}): ${JSON.stringify(counts)}`);
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(0);
});

/** Only a journal that lost its end may be read: everything else is refused, with the file and the line. */
function expectRefused(error: JournalError, run: Run, bytes: Buffer, what: string): void {
  expect(error.code, what).toMatch(/^(broken|empty)$/);
  expect(error.text.where, what).toMatch(error.code === 'broken' ? /journal\.jsonl:\d+$/ : /journal\.jsonl$/);
  // « Nothing was launched » is only said of a journal that no log contradicts.
  if (error.code === 'empty') expect(run.logs, what).toEqual([]);
  // What a crash leaves must stay readable, unless it leaves nothing.
  if (run.bytes.subarray(0, bytes.length).equals(bytes))
    expect(bytes.indexOf('\n') === -1 || lostValues(run, bytes), what).toBe(true);
}

function lostValues({ logs, lines: [first = '', values = ''] }: Run, bytes: Buffer): boolean {
  return logs.length > 0 && bytes.length < first.length + values.length - 1;
}

function expectTrue(read: ReturnType<typeof readJournal>, run: Run, bytes: Buffer, what: string): void {
  const records = read.records.filter(({ type }) => type !== 'traced') as unknown as typeof read.records;
  // Its records are a beginning of the true ones, so its state is one that this run once had.
  expect(records, what).toEqual(run.records.slice(0, records.length));
  expect(isEndLost(run, bytes, records.length), `${what} should have been refused`).toBe(true);
  const before = replay(records);
  const state = replay(read.records);
  for (const [id, step] of state.steps) {
    if (step.status.kind !== 'in-doubt') expect(step, `${what}, step ${id}`).toEqual(before.steps.get(id));
  }
  // Every attempt that left a log is known: none is executed as if it had never begun.
  for (const { step, attempt } of run.logs) {
    const known = state.steps.get(step)?.attempts.some((one) => one.attempt === attempt);
    expect(known, `${what}, attempt ${attempt} of ${step}`).toBe(true);
  }
  const lost = run.logs.some(
    ({ step, attempt }) => !before.steps.get(step)?.attempts.some((one) => one.attempt === attempt),
  );
  if (lost || isRest(bytes, records.length)) expect(read.warnings, what).not.toEqual([]);
}

/** Whether the lines before the last are those of the run, and the last is one of them or cannot be read at all. */
function isEndLost(run: Run, content: Buffer, read: number): boolean {
  const bytes = withoutZeros(content);
  const kept = run.lines.slice(0, read).join('');
  const text = bytes.toString('latin1');
  if (`${text}\n` === kept) return true;
  if (!text.startsWith(kept)) return false;
  const rest = bytes.subarray(Buffer.byteLength(kept, 'latin1'));
  const [line = '', ...more] = rest.toString('latin1').split('\n');
  return (more.length === 0 || (more.length === 1 && more[0] === '')) && !decodeLine(Buffer.from(line, 'latin1')).ok;
}

function isRest(content: Buffer, read: number): boolean {
  return withoutZeros(content).toString('latin1').split('\n').filter(Boolean).length > read;
}

function withoutZeros(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

/** Who goes on finds the same state, and leaves a journal that is whole. */
function expectKept(path: string, what: string): void {
  const before = replay(readJournal(path).records);
  const journal = openJournal(path, { at: at(59) });
  journal.append({ type: 'run-resumed', at: at(59), toolVersion: '0', bootId: 'b1', host: 'h', user: 'u' });
  journal.close();
  const after = readJournal(path);
  expect(after.warnings, what).toEqual([]);
  expect(replay(after.records).steps, what).toEqual(before.steps);
}

function readOrError(path: string): ReturnType<typeof readJournal> | JournalError {
  try {
    return readJournal(path);
  } catch (error) {
    // Anything else is a crash, and ends the campaign.
    if (error instanceof JournalError) return error;
    throw error;
  }
}

function isInDoubt({ steps }: RunState): boolean {
  return [...steps.values()].some(({ status }) => status.kind === 'in-doubt');
}

function writtenRun(records: History, runFolder: string): Run {
  mkdirSync(join(runFolder, 'logs'), { recursive: true, mode: 0o700 });
  const path = join(runFolder, 'journal.jsonl');
  let hash = CHAIN_START;
  const lines = records.map((record) => {
    const line = encodeLine(record, hash);
    hash = hashLine(line.subarray(0, -1));
    return line;
  });
  const logs = records.flatMap((record) =>
    record.type === 'started' ? [{ step: record.step, attempt: record.attempt }] : [],
  );
  for (const { step, attempt } of logs) writeFileSync(join(runFolder, 'logs', logName(1, step, attempt)), '');
  const bytes = Buffer.concat(lines);
  writeFileSync(path, bytes, { mode: 0o600 });
  expect(readFileSync(path)).toEqual(bytes);
  return { path, records, bytes, lines: lines.map((line) => line.toString('latin1')), logs };
}

interface Run {
  readonly path: string;
  readonly records: History;
  readonly bytes: Buffer;
  /** Each with its line feed, a character a byte. */
  readonly lines: readonly string[];
  /** Of the attempts that began. */
  readonly logs: readonly { readonly step: string; readonly attempt: number }[];
}

type History = readonly [RunStarted, ...JournalRecord[]];

const begin = (runId: string): History => [
  { ...runStarted, runId },
  { type: 'values', at: at(1), values: { BASE: 'korrigo', DOSSIER: '/srv/été' }, secrets: ['MOT_DE_PASSE'] },
];
const done = (step: string, attempt = 1) => [
  intent(step, attempt),
  started(step, attempt),
  finished(step, { attempt }),
];
const resumed = { type: 'run-resumed', at: at(9), toolVersion: '0.1.0', bootId: 'b1', host: 'h', user: 'u' } as const;
const failed = { result: 'failed', ending: { kind: 'exited', status: 1 } } as const;
const about = { at: at(8), step: 'basculer', attempt: 1, by: 'exploitant', reason: 'vu' } as const;

/** A run that succeeds, one that is given up, one that is killed, one that is undone, one that launched nothing. */
const histories: readonly History[] = [
  [
    ...begin('20261121T031502Z-aaaaaa'),
    ...done('verifier'),
    ...done('preparer'),
    {
      type: 'confirmed',
      at: at(4),
      by: 'exploitant',
      confirmation: { kind: 'typed', text: 'bac-a-sable' },
      steps: ['basculer'],
    },
    ...done('basculer'),
    ...done('base-restauree'),
    { type: 'run-finished', at: at(7), outcome: 'succeeded' },
  ],
  [
    ...begin('20261121T031502Z-bbbbbb'),
    ...done('verifier'),
    { type: 'skipped', at: at(3), step: 'preparer', reason: 'fait à la main' },
    intent('basculer'),
    started('basculer'),
    finished('basculer', failed),
    { type: 'decision', ...about, choice: 'retry' },
    ...done('basculer', 2),
    { type: 'stopped', at: at(7), cause: 'operator', reason: 'arrêté', step: 'base-restauree' },
    { type: 'run-finished', at: at(7), outcome: 'stopped' },
    { type: 'run-abandoned', at: at(8), by: 'exploitant', reason: 'remis à la main' },
  ],
  [
    ...begin('20261121T031502Z-cccccc'),
    ...done('verifier'),
    ...done('preparer'),
    intent('basculer'),
    started('basculer'),
    resumed,
    ...done('base-restauree'),
    {
      type: 'checked',
      at: at(8),
      step: 'basculer',
      attempt: 1,
      check: 'base-restauree',
      verdict: 'not-done',
      reason: '',
    },
    intent('basculer', 2),
    started('basculer', 2),
  ],
  [
    ...begin('20261121T031502Z-dddddd'),
    ...done('verifier'),
    ...done('preparer'),
    ...done('basculer'),
    { type: 'shell-opened', at: at(6), by: 'exploitant', before: 'base-restauree' },
    { type: 'shell-closed', at: at(6), changed: ['cwd'], status: 0 },
    resumed,
    ...done('undo-basculer'),
    { type: 'run-finished', at: at(9), outcome: 'undone' },
  ],
  begin('20261121T031502Z-eeeeee'),
];
