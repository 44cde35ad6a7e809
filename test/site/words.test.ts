import { expect, test } from 'vitest';
import { dateWords, durationWords, typeset } from '../../src/runbook/words.ts';

test('a duration is said in the units of everyday life', () => {
  expect([500, 1000, 90_000, 900_000, 5_400_000].map(durationWords)).toEqual(
    ['500 ms', '1 s', '1 min 30 s', '15 min', '1 h 30 min'].map((words) => words.replaceAll(/(\d) /g, '$1\u00a0')),
  );
});

test('a date is said as it is read aloud', () => {
  expect(dateWords('2026-03-01')).toBe('1 mars 2026');
});

test('a text from an attribute gets the no-break spaces of French', () => {
  expect(typeset('la base « korrigo » ; rien : non !')).toBe(
    'la base «\u00a0korrigo\u00a0»\u00a0; rien\u00a0: non\u00a0!',
  );
});
