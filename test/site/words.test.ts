import { expect, test } from 'vitest';
import { dateWords, typeset } from '../../src/runbook/words.ts';

test('a date is said as it is read aloud', () => {
  expect(dateWords('2026-03-01')).toBe('1 mars 2026');
});

test('a text from an attribute gets the no-break spaces of French', () => {
  expect(typeset('la base « korrigo » ; rien : non !')).toBe(
    'la base «\u00a0korrigo\u00a0»\u00a0; rien\u00a0: non\u00a0!',
  );
  expect(typeset('3 min 05 s')).toBe('3\u00a0min 05\u00a0s');
});
