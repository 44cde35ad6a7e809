import fc from 'fast-check';
import { expect, test } from 'vitest';
import { behindMargin } from '../../runbook-runner/src/cli/terminal/margin.ts';

const shown = (text: string, columns: number | null): string =>
  behindMargin(text, '│', columns)
    .map(({ mark, text }) => `  ${mark} ${text}`)
    .join('\n');

test('a line that does not fit goes on behind ↪, cut between words, the space kept', () => {
  expect(shown('rm -rf -- /srv/korrigo/media\necho fait', 24)).toBe(
    ['  │ rm -rf --', '  ↪  /srv/korrigo/media', '  │ echo fait'].join('\n'),
  );
});

test('only a word longer than a line is cut, and never in the blanks that indent it', () => {
  expect(shown('  abcdefghijklmnop', 12)).toBe(['  │   abcdef', '  ↪ ghijklmn', '  ↪ op'].join('\n'));
});

test('what is wide takes two columns, what combines none', () => {
  expect(shown('ééééé 日本語日本', 14)).toBe(['  │ ééééé', '  ↪  日本語日', '  ↪ 本'].join('\n'));
  expect(shown('e\u0301'.repeat(10), 14)).toBe(`  │ ${'e\u0301'.repeat(10)}`);
});

test('without a terminal no line is cut', () => {
  expect(shown('x '.repeat(500), null)).toBe(`  │ ${'x '.repeat(500)}`);
});

test('nothing is added, removed or moved, whatever the text and the width', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '/', '\n', 'é', '日', 'e\u0301'), maxLength: 200 });
  fc.assert(
    fc.property(text, fc.integer({ min: 12, max: 80 }), (text, columns) => {
      const lines = behindMargin(text, '│', columns);
      expect(lines.map(({ mark, text }, index) => (mark === '│' && index > 0 ? '\n' : '') + text).join('')).toBe(text);
      const words = lines.filter(({ mark, text }, index) => mark === '↪' && !text.startsWith(' ') && lines[index - 1]);
      // A word that is cut fills its line: one column may be left before what is wide.
      for (const cut of words) {
        const before = lines[lines.indexOf(cut) - 1]?.text ?? '';
        const wide = before.replaceAll('\u0301', '').length + before.split('日').length - 1;
        expect(wide).toBeGreaterThanOrEqual(columns - 5);
      }
    }),
  );
});
