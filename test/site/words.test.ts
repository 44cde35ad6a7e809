import { expect, test } from 'vitest';
import { dateWords, typeset } from '../../src/runbook/words.ts';

test('a date is said as it is read aloud', () => {
  expect(dateWords('2026-03-01')).toBe('1 mars 2026');
});

test('a number and what it counts stay on one line', () => {
  expect(['3 min 05 s', '0,4 s', 'Les 25 étapes', '1 janvier'].map(typeset)).toEqual([
    '3\u00a0min 05\u00a0s',
    '0,4\u00a0s',
    'Les 25\u00a0étapes',
    '1\u00a0janvier',
  ]);
});

test('a text from an attribute gets the no-break spaces of French', () => {
  expect(typeset('la base « korrigo » ; rien : non !')).toBe(
    'la base «\u00a0korrigo\u00a0»\u00a0; rien\u00a0: non\u00a0!',
  );
});
