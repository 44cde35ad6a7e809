import { expect, test } from 'vitest';
import { watchClock } from '../../runbook-runner/src/doctor/clock.ts';
import type { KnownRun } from '../../runbook-runner/src/report/known-runs.ts';

/** What is said of a clock that shows `end` when `passed` ms have gone since it showed `start`. */
function said(start: string, end: string, passed: number, ...endings: readonly string[]) {
  const days = [start, end];
  const elapsed = [0, passed];
  const ask = watchClock({ now: () => new Date(days.shift() ?? end), elapsed: () => elapsed.shift() ?? passed });
  const { result, detail } = ask(endings.map((endedAt) => ({ report: { endedAt } }) as KnownRun));
  return { result, detail };
}

const noon = '2026-11-21T12:00:00.000Z';
const later = '2026-11-21T12:00:02.000Z';

test('a clock that goes, after the last journal', () => {
  expect(said(noon, later, 2000, '2026-11-20T12:00:00.000Z')).toEqual({
    result: 'ok',
    detail: '2026-11-21 à 12:00:02 UTC',
  });
});

test('a date before the last journal', () => {
  expect(said(noon, later, 2000, '2026-11-20T12:00:00.000Z', '2027-01-01T00:00:00.000Z')).toEqual({
    result: 'warning',
    detail: 'elle dit 2026-11-21 à 12:00:02 UTC, avant la dernière écriture d’un journal (2027-01-01T00:00:00.000Z)',
  });
});

test('a date far after the last journal', () => {
  expect(said(noon, later, 2000, '2024-11-21T12:00:00.000Z')).toEqual({
    result: 'warning',
    detail: 'elle dit 2026-11-21 à 12:00:02 UTC, 730 jours après la dernière écriture d’un journal',
  });
});

test('a clock that stands still, goes back or jumps', () => {
  expect(said(noon, noon, 400)).toEqual({ result: 'warning', detail: 'elle est arrêtée à 2026-11-21T12:00:00.000Z' });
  expect(said(later, noon, 1000).detail).toBe('elle a reculé pendant l’examen (3,0 s)');
  expect(said(noon, '2026-11-21T13:00:02.000Z', 2000).detail).toBe('elle a sauté en avant pendant l’examen (1 h)');
});
