import { expect, test } from 'vitest';
import { jsonText } from '../../runbook-runner/src/report/json.ts';
import { allVisible, visible } from '../../runbook-runner/src/report/visible.ts';

const ESC = '\u001b';

test.each([
  ['colours go', `${ESC}[1;31mrouge${ESC}[0m`, 'rouge'],
  ['a link keeps its text', `${ESC}]8;;https://exemple.fr\u0007ici${ESC}]8;;\u0007`, 'ici'],
  ['the clipboard is not written', `${ESC}]52;c;aGVsbG8=\u0007texte`, 'texte'],
  ['a sequence that is not closed is shown', `${ESC}_APC`, '<U+001B>_APC'],
  ['the terminal is not reset', `${ESC}cfin`, expect.not.stringContaining(ESC)],
  ['C1 controls', '\u009d0;titre\u0007', expect.not.stringMatching(/[\u0080-\u009f\u0007]/)],
  ['a carriage return hides nothing', 'DANGER\rtout va bien', 'DANGER<U+000D>tout va bien'],
  ['the end of a Windows line', 'ligne\r\nsuite\r', 'ligne\nsuite'],
  ['a backspace', 'faux\b\b\b\bvrai', 'faux<U+0008><U+0008><U+0008><U+0008>vrai'],
  ['a bidirectional override', '\u202etxt', '<U+202E>txt'],
  ['letters that take no room', 'a\u034fb\u3164c\u{e0061}d', 'a<U+034F>b<U+3164>c<U+E0061>d'],
  ['the drawing of a character', '⚠\ufe0f', '⚠\ufe0f'],
  ['a tab and French spaces stay', 'a\tb : « c »', 'a\tb : « c »'],
])('%s', (_, text, shown) => {
  expect(visible(text)).toEqual(shown);
});

test('of every text in a value', () => {
  const value = { a: ['\u0007', { b: new Map([['c\u0007', 1]]) }], d: null, e: 2, f: true };
  expect(allVisible(value)).toEqual({ a: ['<U+0007>', { b: new Map([['c<U+0007>', 1]]) }], d: null, e: 2, f: true });
});

test('in JSON, which is read back as it was', () => {
  const value = { text: 'a\u009db\u202ec\u007f\u{e0061}é' };
  expect(jsonText(value)).toBe('{"text":"a\\u009db\\u202ec\\u007f\\udb40\\udc61é"}');
  expect(JSON.parse(jsonText(value, 2))).toEqual(value);
});

test('nothing that a terminal obeys is left, whatever the sequence is cut into', () => {
  const sequences = [
    '[2J',
    '[H',
    ']0;t\u0007',
    ']52;c;eA==\u0007',
    'c',
    '_x',
    'P+q',
    '(0',
    '[6n',
    '[?1049h',
    '7',
    '#8',
  ].map((end) => ESC + end);
  for (const sequence of sequences) {
    for (let cut = 0; cut <= sequence.length; cut++) {
      const pieces = [`a${sequence.slice(0, cut)}`, `${sequence.slice(cut)}b`];
      for (const text of [pieces.join(''), ...pieces])
        expect(visible(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    }
  }
});
