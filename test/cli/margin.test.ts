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

test('a tab goes to its stop, and begins what follows when it does not fit', () => {
  expect(shown(`\t\t\t\t${'x'.repeat(26)}`, 40)).toBe(['  │ \t\t\t\txxxxxxxx', '  ↪ xxxxxxxxxxxxxxxxxx'].join('\n'));
  expect(shown('aaaa\tbbbb\tcccc', 20)).toBe(['  │ aaaa\tbbbb', '  ↪ \tcccc'].join('\n'));
});

test('tabs are counted from the left edge, whatever the margin', () => {
  expect(behindMargin('aaa\tbbbbbbb', '│', 20, 5).map(({ text }) => text)).toEqual(['aaa', '\tbbbbbbb']);
});

test('what a cut leaves for the next line is measured again', () => {
  expect(shown('a bbbbbbbbbbbbbb漢', 20)).toBe(['  │ a', '  ↪  bbbbbbbbbbbbbb', '  ↪ 漢'].join('\n'));
});

test('without a terminal no line is cut', () => {
  expect(shown('x '.repeat(500), null)).toBe(`  │ ${'x '.repeat(500)}`);
});

test('nothing is added, removed or moved, and no line is wider than the terminal, whatever the text and the width', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '/', '\n', 'é', '日', 'e\u0301', '\t'), maxLength: 200 });
  fc.assert(
    fc.property(text, fc.integer({ min: 12, max: 80 }), (text, columns) => {
      const lines = behindMargin(text, '│', columns);
      expect(lines.map(({ mark, text }, index) => (mark === '│' && index > 0 ? '\n' : '') + text).join('')).toBe(text);
      const words = lines.filter(({ mark, text }, index) => mark === '↪' && !/^[ \t]/.test(text) && lines[index - 1]);
      for (const { text } of lines) expect(widthOf(text)).toBeLessThanOrEqual(columns - 4);
      // A word that is cut fills its line: one column may be left before what is wide.
      for (const cut of words) {
        const before = lines[lines.indexOf(cut) - 1]?.text ?? '';
        expect(widthOf(before)).toBeGreaterThanOrEqual(columns - 5);
      }
    }),
  );
});

/** Columns of a text behind a margin of four. */
function widthOf(text: string): number {
  let at = 4;
  for (const character of text)
    at += character === '\t' ? 8 - (at % 8) : character === '\u0301' ? 0 : character === '日' ? 2 : 1;
  return at - 4;
}
