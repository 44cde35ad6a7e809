import { describe, expect, test } from 'vitest';
import type { Mismatch } from '../../runbook-runner/src/run/compare-output.ts';
import { compareOutput } from '../../runbook-runner/src/run/compare-output.ts';

describe('an output matches when it is what the page shows', () => {
  test.each([
    ['the same lines', 'a\nb', 'a\nb\n'],
    ['blank lines and white space at the end of a line do not show', 'a\n\nb', '\na  \nb\n\n'],
    [
      '… inside a line is any text, or none',
      '…TABLE DATA public exams_copy…',
      '4021; 0 16402 TABLE DATA public exams_copy korrigo',
    ],
    ['… inside a line is any text, in order', 'a…b…c', 'a--b--b--c'],
    ['a line … is any lines', 'first\n…\nlast', 'first\n1\n2\nlast'],
    ['a line … is also no line', 'first\n…\nlast', 'first\nlast'],
    ['a line … at both ends', '…\nmiddle\n…', '1\nmiddle\n3'],
    ['a line … is taken back when what follows comes again', '…\na\nb', 'a\nc\na\nb'],
    ['the last lines are those of the end', 'x\n…\nx', 'x\nx\nx'],
    ['a secret of regular expressions is plain text', 'a.c [1] $(x)', 'a.c [1] $(x)'],
    ['colours do not show', 'OK', '\u001b[32mOK\u001b[0m'],
    ['nor does the address of a link', 'la page', '\u001b]8;;http://a.fr\u0007la page\u001b]8;;\u0007'],
    ['a progress bar is what it ended as', '100 %', ' 10 %\r 50 %\r100 %'],
    ['what was erased is gone', 'vrai', 'faux\b\b\b\bvrai'],
    ['lines of Windows', 'a\nb', 'a\r\nb\r\n'],
  ])('%s', (_, expected, stdout) => {
    expect(compare(expected, stdout)).toBeNull();
  });
});

describe('an output that is something else says which line was expected and what is there', () => {
  test.each([
    ['nothing printed', 'a', '', 'La ligne attendue « a » n’a pas été trouvée : la sortie s’arrête avant.', 11],
    [
      'another line',
      'a\nb',
      'a\nc',
      'La ligne attendue « b » n’a pas été trouvée : ligne 2 de la sortie, on lit « c ».',
      12,
    ],
    [
      'the same glyphs, in two characters',
      'élève',
      'élève'.normalize('NFD'),
      `La ligne attendue « élève » n’a pas été trouvée : ligne 1 de la sortie, on lit « ${'élève'.normalize('NFD')} » (les deux se ressemblent : caractère 1, <U+0065> au lieu de <U+00E9>).`,
      11,
    ],
    [
      'a no-break space',
      'a b',
      'a\u00a0b',
      'La ligne attendue « a b » n’a pas été trouvée : ligne 1 de la sortie, on lit « a\u00a0b » (les deux se ressemblent : caractère 2, <U+00A0> au lieu de <U+0020>).',
      11,
    ],
    [
      'an accent less',
      'vérifié',
      'verifie',
      'La ligne attendue « vérifié » n’a pas été trouvée : ligne 1 de la sortie, on lit « verifie ».',
      11,
    ],
    [
      'too short for both ends of …',
      'ab…ba',
      'aba',
      'La ligne attendue « ab…ba » n’a pas été trouvée : ligne 1 de la sortie, on lit « aba ».',
      11,
    ],
    [
      'the wrong order',
      'a\nb',
      'b\na',
      'La ligne attendue « a » n’a pas été trouvée : ligne 1 de la sortie, on lit « b ».',
      11,
    ],
    [
      'one line more',
      'a',
      'a\nb',
      'La sortie continue après la dernière ligne attendue : ligne 2, on lit « b ».',
      null,
    ],
    [
      'the line after the nearest place',
      '…\na\nb\n…',
      'x\na\nc',
      'La ligne attendue « b » n’a pas été trouvée : ligne 3 de la sortie, on lit « c ».',
      13,
    ],
    [
      'a last line that is not the last',
      '…\nfin',
      'fin\nsuite',
      'La ligne attendue « fin » n’a pas été trouvée : ligne 2 de la sortie, on lit « suite ».',
      12,
    ],
    ['one line for two', 'x\n…\nx', 'x', 'La ligne attendue « x » n’a pas été trouvée : la sortie s’arrête avant.', 13],
  ])('%s', (_, expected, stdout, message, line) => {
    const mismatch = compare(expected, stdout);
    expect([mismatch?.message, mismatch?.expected?.line ?? null]).toEqual([message, line]);
  });
});

test('an output is compared to its end, however long it is and wherever it is cut', () => {
  const comparison = compareOutput({ text: 'début\n…\nmilieu\n…\nfin', line: 10 });
  comparison.write('début\n');
  const line = `${'x'.repeat(99)}\n`;
  for (let count = 0; count < 300_000; count++) comparison.write(count === 200_000 ? 'mil' : line);
  // The line that was cut short is another one: « milxxx… ».
  comparison.write('milieu\nfin');
  expect(comparison.end()).toBeNull();
});

test('a line without end is compared by its first MiB, and kept no longer', () => {
  const comparison = compareOutput({ text: 'a…', line: 10 });
  comparison.write('a');
  for (let count = 0; count < 100; count++) comparison.write('b'.repeat(1024 * 1024));
  expect(comparison.end()).toBeNull();
});

/** Given in pieces of every length: what is found must not depend on them. */
function compare(expected: string, stdout: string): Mismatch | null {
  const results = [1, 2, 3, 7, stdout.length + 1].map((length) => {
    const comparison = compareOutput({ text: expected, line: 10 });
    for (let at = 0; at < stdout.length; at += length) comparison.write(stdout.slice(at, at + length));
    return comparison.end();
  });
  for (const result of results) expect(result).toEqual(results[0]);
  return results[0] ?? null;
}
