import { expect, test } from 'vitest';
import { createTransparency, opensTransparent, withoutTransparent } from '../../runbook-runner/src/mask/transparent.ts';

test.each([
  ['colours', 'a\x1b[1;31mb\x1b[0mc', 'abc'],
  ['a movement with an intermediate byte', 'a\x1b[?25 qb', 'ab'],
  ['the first and the last byte that may be within a sequence', 'a\x1b[ ?mb', 'ab'],
  ['the first and the last byte that end one', 'a\x1b[@b\x1b[~c', 'abc'],
  ['but not what follows a sequence that a byte breaks', 'a\x1b[1\x7fb\x1b[1\x1fc\x1b[1\x80d', 'a\x7fb\x1fc\x80d'],
  ['a sequence in one that is not closed', 'a\x1b[1\x1b[2mb', 'ab'],
  ['a line end in one', 'a\x1b[1\n b', 'ab'],
  ['a long sequence, and another', `a\x1b[${'1'.repeat(63)}m\x1b[${'1'.repeat(63)}mb`, 'ab'],
  ['but not the end of one that is too long', `a\x1b[${'1'.repeat(64)}mb`, 'a1mb'],
  ['escapes of two bytes', 'a\x1b7b\x1b0c\x1b~d', 'abcd'],
  ['but not what follows an escape alone', 'a\x1b/b\x1b\x7fc', 'a/b\x7fc'],
  ['two escapes in a row', 'a\x1b\x1b[1mb', 'ab'],
  ['choices of character set', 'a\x1b(Bb\x1b)0c', 'abc'],
  ['line ends, with the indentation that follows', 'a\n \tb\r\n  c\rd', 'abcd'],
  ['an indentation that is coloured', 'a\n \x1b[1m b c', 'ab c'],
  ['but not the indentation of the first line', ' \ta', ' \ta'],
  ['but not spaces in a line', 'a b\tc\x1b[1m d', 'a b\tc d'],
  ['and of a title only its opening', 'a\x1b]0;titre\x07b', 'a0;titre\x07b'],
])('what a terminal does not show: %s', (_what, text, read) => {
  expect(Buffer.from(withoutTransparent(Buffer.from(text, 'latin1'), false)).toString('latin1')).toBe(read);
});

test('any white space, where a text may be filled', () => {
  expect(String(Buffer.from(withoutTransparent(Buffer.from('a b\tc  \n d'), true)))).toBe('abcd');
});

test('it is settled once nothing more of it can come', () => {
  const { isTransparent, isSettled } = createTransparency(false);
  const settled = Array.from(Buffer.from('a\x1b[1mb\x1b(Bc\n \x1b7 d'), (byte) => {
    isTransparent(byte);
    return isSettled() ? '.' : '-';
  });
  expect(isSettled()).toBe(true);
  expect(settled.join('')).toBe('.---..--..-----.');
});

test('only some bytes open it', () => {
  const opening = (spaces: boolean) =>
    Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => opensTransparent(byte, spaces));
  expect(opening(false)).toEqual([0x0a, 0x0d, 0x1b]);
  expect(opening(true)).toEqual([0x09, 0x0a, 0x0d, 0x1b, 0x20]);
});
