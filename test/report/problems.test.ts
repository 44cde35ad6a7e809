import { expect, test } from 'vitest';
import type { Problem } from '../../runbook-runner/src/parse/problem.ts';
import { formatGitHub, formatProblems } from '../../runbook-runner/src/report/problems.ts';

const problem: Problem = {
  rule: 'attribute-unknown',
  severity: 'error',
  file: 'docs/a,b:c.md',
  line: 12,
  column: 7,
  message: 'L’attribut « dangr » est inconnu à 100 %.',
  expected: 'danger.',
  action: 'Écrivez « danger ».',
  excerpt: { text: '```bash dangr="x"', length: 5 },
};

test('in colour the words are the same', () => {
  const plain = formatProblems([problem], { color: false });
  const coloured = formatProblems([problem], { color: true });
  expect(coloured).not.toBe(plain);
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});

test('without problem there is nothing to read', () => {
  expect(formatProblems([], { color: false })).toBe('');
  expect(formatGitHub([])).toBe('');
});

test('a document cannot write to the terminal that shows its problems', () => {
  const text = formatProblems(
    [{ ...problem, message: 'a\u001b[2Jb\u202e', excerpt: { text: '\u001b]0;x\u0007', length: 1 } }],
    { color: false },
  );
  expect(text).toContain('a<U+001B>[2Jb<U+202E>');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test('the caret stays under its word far along a line', () => {
  const excerpt = { text: `${'x'.repeat(200)}MOT${'y'.repeat(200)}`, length: 3 };
  const [, line = '', caret = ''] = formatProblems([{ ...problem, column: 201, excerpt }], { color: false }).split(
    '\n',
  );
  expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('MOT');
  expect(line.length).toBeLessThan(110);
});

test('an annotation of GitHub escapes what would end it', () => {
  expect(formatGitHub([problem, { ...problem, severity: 'warning', message: 'a\nb' }])).toMatchInlineSnapshot(`
    "::error file=docs/a%2Cb%3Ac.md,line=12,col=7,title=attribute-unknown::L’attribut « dangr » est inconnu à 100 %25.%0AAttendu : danger.%0AÀ faire : Écrivez « danger ».
    ::warning file=docs/a%2Cb%3Ac.md,line=12,col=7,title=attribute-unknown::a%0Ab%0AAttendu : danger.%0AÀ faire : Écrivez « danger ».
    "
  `);
});
