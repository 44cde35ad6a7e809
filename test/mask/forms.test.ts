import { describe, expect, test } from 'vitest';
import type { Needles } from '../../runbook-runner/src/mask/needles.ts';
import { createMask } from '../../runbook-runner/src/mask/stream.ts';
import { needlesOf } from '../support/needles-of.ts';

const SECRET = 'Zq7#Wv/9+é "K\\x3$';

describe('a secret is masked', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const codes = (write: (code: number) => string): string =>
    Array.from(SECRET, (character) => write(character.codePointAt(0) ?? 0)).join('');
  const bytes = (write: (byte: number) => string, between = ''): string =>
    Array.from(Buffer.from(SECRET), write).join(between);
  test.each([
    ['in UTF-16, the little end first', Buffer.from(SECRET, 'utf16le')],
    ['in UTF-16, the big end first', Buffer.from(SECRET, 'utf16le').swap16()],
    ['in base64 of UTF-16, as PowerShell takes its commands', Buffer.from(SECRET, 'utf16le').toString('base64')],
    ['in decimal entities', codes((code) => `&#${code};`)],
    ['in decimal entities with zeros', codes((code) => `&#${String(code).padStart(3, '0')};`)],
    ['in hexadecimal entities', codes((code) => `&#x${code.toString(16)};`)],
    ['in octal escapes', bytes((byte) => `\\${byte.toString(8).padStart(3, '0')}`)],
    [
      'in hexadecimal bytes of C, in capitals',
      bytes((byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`),
    ],
    ['in a list of decimal bytes', bytes(String, ', ')],
    ['in octal bytes', bytes((byte) => byte.toString(8).padStart(3, '0'), ' ')],
    ['in an address in an address', encodeURIComponent(encodeURIComponent(SECRET))],
    ['in JSON in an address', encodeURIComponent(JSON.stringify({ a: SECRET }))],
    ['in JSON in base64', base64(JSON.stringify({ user: 'app', password: SECRET }))],
    ['in an address in base64', base64(`postgres://app:${encodeURIComponent(SECRET)}@db/korrigo`)],
    ['in base64 of base64', base64(base64(SECRET))],
    ['in base64 of base64 after a user name', base64(base64(`app:${SECRET}`))],
    ['in JSON in a page', JSON.stringify(SECRET).replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
    ['in bold of nroff', Array.from(SECRET, (c) => (c === ' ' ? c : `${c}\b${c}`)).join('')],
    ['underlined by nroff', Array.from(SECRET, (c) => (c === ' ' ? c : `_\b${c}`)).join('')],
  ])('%s', (_how, form) => {
    const shown = mask(SECRET, Buffer.concat([Buffer.from('<'), Buffer.from(form), Buffer.from('>')]));
    expect(shown).toContain('***');
    // Of base64 in base64 the characters shared with the neighbours stay.
    expect(shown.length).toBeLessThan(45);
  });
});

describe('a passphrase is masked', () => {
  const PHRASE = 'correct cheval pile agrafe';
  test.each([
    ['wrapped before a space', 'correct\n cheval pile agrafe'],
    ['wrapped after a space', 'correct \ncheval pile agrafe'],
    ['wrapped at spaces that are gone', 'correct\ncheval\r\n    pile\nagrafe'],
    ['in an indented column', '    correct cheval\n    pile agrafe'],
    ['justified', 'correct   cheval  pile\tagrafe'],
    ['in the middle of a word, and coloured', 'corr\n  ect \x1b[1mcheval\x1b[0m pile agra\nfe'],
  ])('%s', (_how, text) => {
    expect(mask(PHRASE, Buffer.from(`a [${text}] b`))).toMatch(/^a \[\s*\*\*\*\] b$/);
  });

  test.each([
    ['with an accent in JSON, wrapped', 'clé de l’été', Buffer.from('cl\\u00e9\n    de\n    l\\u2019\\u00e9t\\u00e9')],
    ['of two lines in Latin-1, indented', 'clé neuve\nété', Buffer.from('clé neuve\n    été', 'latin1')],
  ])('%s', (_how, secret, text) => {
    expect(mask(secret, text)).toBe('***');
  });

  test('and its words, apart or in another order, are not', () => {
    expect(mask(PHRASE, Buffer.from('cheval correct, pile\nagrafe'))).toBe('cheval correct, pile\nagrafe');
  });

  test('while a secret of one word is not looked for through spaces', () => {
    expect(mask('korrigo2026', Buffer.from('korrigo 2026-11-21'))).toBe('korrigo 2026-11-21');
  });
});

describe('the password of a user:password pair is masked by itself', () => {
  test.each([
    ['exploitant:Zq7Wv9Kx3', 'essai avec Zq7Wv9Kx3 refusé', 'essai avec *** refusé'],
    ['a@lycee.fr:l’été:2026', 'l’été:2026', '***'],
    ['app:s3cr3t', 'le mot s3cr3t, pas s3cr3ts', 'le mot ***, pas s3cr3ts'],
    ['https://exemple.fr/long', '//exemple.fr/long', '//exemple.fr/long'],
    ['app:test', 'test app:test', 'test ***'],
  ])('%s', (secret, text, shown) => {
    expect(mask(secret, Buffer.from(text))).toBe(shown);
  });
});

function mask(secret: string, output: Buffer): string {
  return shownOf(needlesOf(secret), output);
}

function shownOf(needles: Needles, output: Buffer): string {
  const one = createMask(needles);
  return Buffer.concat([one.write(output), one.end()]).toString();
}
