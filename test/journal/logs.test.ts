import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listLogs, logName, logsBeside, tracesOf } from '../../runbook-runner/src/journal/logs.ts';
import { finished, intent, runStarted, started } from '../fixtures/journal/records.ts';

test('the logs of a run are beside its journal', () => {
  expect(logsBeside('/etat/runs/x/journal.jsonl')).toBe('/etat/runs/x/logs');
});

test('a log is named after the place of its step, its step and its attempt', () => {
  expect(logName(3, 'basculer', 2)).toBe('03-basculer-2.log');
  expect(logName(0, 'undo-basculer', 1)).toBe('00-undo-basculer-1.log');
  expect(logName(120, 'fin-2', 12)).toBe('120-fin-2-12.log');
});

test('those that are there are read by their names, other files are none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'logs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const at = new Date('2026-11-21T03:15:02.000Z');
  for (const name of [
    '03-basculer-2.log',
    '120-fin-2-12.log',
    '03-basculer-3.log.new',
    'x03-a-1.log',
    '03-1.log',
    '03-a-1.log.gz',
  ]) {
    writeFileSync(join(folder, name), '');
    utimesSync(join(folder, name), at, at);
  }
  // As one that goes away between the listing and the look at it.
  symlinkSync('absent', join(folder, '04-partie-1.log'));
  expect(listLogs(folder).toSorted((a, b) => a.attempt - b.attempt)).toEqual([
    { name: '03-basculer-2.log', step: 'basculer', attempt: 2, at: at.toISOString() },
    { name: '120-fin-2-12.log', step: 'fin-2', attempt: 12, at: at.toISOString() },
  ]);
});

test('a run that has no folder of logs left none; another trouble is told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'logs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(listLogs(join(folder, 'absent'))).toEqual([]);
  writeFileSync(join(folder, 'file'), '');
  expect(() => listLogs(join(folder, 'file'))).toThrow('ENOTDIR');
  mkdirSync(join(folder, 'logs'));
  expect(listLogs(join(folder, 'logs'))).toEqual([]);
});

test('an attempt that left a log and that no record tells of is traced, in the order of the course', () => {
  const log = (step: string, attempt: number) => ({
    name: logName(1, step, attempt),
    step,
    attempt,
    at: '2026-11-21T03:15:09.000Z',
  });
  const logs = [
    log('basculer', 3),
    log('basculer', 2),
    log('inconnue', 1),
    log('basculer', 1),
    log('preparer', 1),
    log('verifier', 2),
    log('verifier', 1),
    log('undo-basculer', 1),
  ];
  const known = [
    intent('basculer', 2),
    started('preparer'),
    finished('verifier', { ending: { kind: 'could-not-run', reason: 'absent' } }),
  ] as const;
  const traced = {
    type: 'traced',
    at: '2026-11-21T03:15:09.000Z',
    step: 'basculer',
    attempt: 1,
    log: '01-basculer-1.log',
  } as const;
  expect(tracesOf(logs, [runStarted, ...known, traced])).toEqual([
    { type: 'traced', at: '2026-11-21T03:15:09.000Z', step: 'verifier', attempt: 2, log: '01-verifier-2.log' },
    { type: 'traced', at: '2026-11-21T03:15:09.000Z', step: 'basculer', attempt: 2, log: '01-basculer-2.log' },
    { type: 'traced', at: '2026-11-21T03:15:09.000Z', step: 'basculer', attempt: 3, log: '01-basculer-3.log' },
    {
      type: 'traced',
      at: '2026-11-21T03:15:09.000Z',
      step: 'undo-basculer',
      attempt: 1,
      log: '01-undo-basculer-1.log',
    },
  ]);
});
