import { describe, expect, test } from 'vitest';
import { partsOf } from '../../runbook-runner/src/mask/parts.ts';
import { pemParts } from '../../runbook-runner/src/mask/pem.ts';

describe('what of a secret cannot be shown', () => {
  test.each<[what: string, value: string, whole: readonly string[]]>([
    ['a word, without the space around it', ' mot-de-passe\n', ['mot-de-passe']],
    ['a word in quotes', '"mot-de-passe"', ['mot-de-passe']],
    ['a word in other quotes', "'mot-de-passe'", ['mot-de-passe']],
    ['a word in quotes that do not agree', `"mot-de-passe'`, [`"mot-de-passe'`]],
    ['a word and another in quotes', 'mot"de"', ['mot"de"']],
    ['a word in quotes and another', '"mot"de', ['"mot"de']],
    ['quotes in a word', 'mot"de"passe', ['mot"de"passe']],
    ['the password of an address, decoded', 'ftp+x://app:a%40b@h/', ['ftp+x://app:a%40b@h/', 'a%40b', 'a@b']],
    ['a password that cannot be decoded', 'x://app:a%zz@h', ['x://app:a%zz@h', 'a%zz']],
    ['an address without a password', 'https://app@hote/x', ['https://app@hote/x']],
    ['an address with a port', 'https://hote:8443/x', ['https://hote:8443/x']],
    ['an address that is not alone', 'a https://u:p@h/?token=abc', ['a https://u:p@h/?token=abc']],
    [
      'the tokens of a query',
      'https://h/?a=1&Access_Token=abc&apikey=d&sig=e&pass=f&secret_x=g#key=no',
      ['https://h/?a=1&Access_Token=abc&apikey=d&sig=e&pass=f&secret_x=g#key=no', 'abc', 'd', 'e', 'f', 'g'],
    ],
    ['a connection string', 'host=db password=abc user=a', ['host=db password=abc user=a', 'abc']],
    [
      'one with quotes',
      "host=db PASSWORD = 'a b\\'c' user=a",
      ["host=db PASSWORD = 'a b\\'c' user=a", "a b\\'c", "a b'c"],
    ],
    ['a line of .pgpass', 'db:5432:*:app:a:b', ['db:5432:*:app:a:b', 'a:b']],
    ['one with a line separator of Unicode', 'db:5432:b:app:a\u2028b', ['db:5432:b:app:a\u2028b', 'a\u2028b']],
    ['one for any port', 'db:*:b:app:ab', ['db:*:b:app:ab', 'ab']],
    ['a comment of .pgpass', '#db:5432:b:app:ab', ['#db:5432:b:app:ab']],
    ['each line', 'db:*:b:app:ab\ndb2:*:b:app:cd', ['db:*:b:app:ab\ndb2:*:b:app:cd', 'ab', 'cd']],
  ])('%s', (_what, value, whole) => {
    expect(partsOf(value).whole).toEqual(whole);
  });

  test.each<[what: string, value: string, others: readonly string[]]>([
    ['a word', ' ab ', [' ab ', 'ab']],
    ['a number', '12', ['12']],
    ['lines, whatever ends them', 'ab\r\n cd\n', ['ab\r\n cd\n', 'ab\r\n cd', 'ab', 'cd', '', 'ab\n cd', 'ab  cd']],
    ['the texts of a JSON document', '{"a":["b",1,null,{"c":"d"}]}', ['{"a":["b",1,null,{"c":"d"}]}', 'b', 'd']],
    ['a text of JSON', '"a\\nb"', ['"a\\nb"', 'a\nb', 'a', 'b', 'a\r\nb', 'a b']],
    ['what begins like JSON', '[not json', ['[not json']],
  ])('when it is long enough: %s', (_what, value, others) => {
    expect(new Set(partsOf(value).others)).toEqual(new Set(others));
  });

  test('the parts of a text of JSON too', () => {
    expect(partsOf('{"url":"x://u:pw@h"}').others).toContain('pw');
    expect(partsOf(JSON.stringify({ key: '-----BEGIN K-----\nabcd\n-----END K-----' })).pieces).toContain('abcd');
  });

  test('the lines of a document are pieces, and those of a few lines are not', () => {
    const lines = (count: number): string => Array.from({ length: count }, (_, index) => `ligne ${index}`).join('\n');
    expect(partsOf(lines(8)).pieces).toEqual([]);
    expect(partsOf(lines(8)).others).toContain('ligne 7');
    expect(partsOf(lines(9)).pieces).toEqual(lines(9).split('\n'));
    expect(new Set(partsOf(lines(9)).others)).toEqual(
      new Set([lines(9), lines(9).replaceAll('\n', '\r\n'), lines(9).replaceAll('\n', ' ')]),
    );
  });

  test.each<[value: string, words: readonly string[]]>([
    ['app:mot', ['mot']],
    ['_a.b-c@d.fr:mot:de', ['mot:de']],
    ['app: mot', []],
    ['a b:mot', []],
    ['9a:mot', []],
    ['https://x', []],
    ['a:b\nc:d', ['b', 'd']],
    ['a:b\u2028c', ['b\u2028c']],
  ])('what follows a name and a colon: %j', (value, words) => {
    expect(partsOf(value).words).toEqual(words);
  });

  test('the header of a key is no part of it', () => {
    const { others } = partsOf('-----BEGIN K-----\nabcd\n-----END K-----');
    expect(others).toContain('abcd');
    expect(others).not.toContain('-----BEGIN K-----');
    expect(partsOf('a\n- -----b-----').others).toContain('- -----b-----');
    expect(partsOf('a\n-----b----- -').others).toContain('-----b----- -');
  });
});

describe('of a key', () => {
  const body = 'A'.repeat(60) + 'B'.repeat(60) + 'C'.repeat(5);
  const lines = (width: number): readonly string[] => [body.slice(0, width), body.slice(width)];
  const parts = [64, 76].flatMap((width) => {
    const two = lines(width);
    return [...two, two.join('\n'), two.join('\r\n'), two.join(' ')];
  });

  test.each([
    [
      'its body, and its body wrapped anew',
      `-----BEGIN K-----\n${body.slice(0, 70)}\n${body.slice(70)}\n-----END K-----`,
    ],
    [
      'with the line ends of Windows',
      `-----BEGIN K-----\r\n${body.slice(0, 70)}\r\n  ${body.slice(70)}\r\n-----END K-----`,
    ],
    ['with literal line ends', `x -----BEGIN A B-----\\n${body.slice(0, 70)}\\n${body.slice(70)}\\n-----END A B-----`],
    ['with literal line ends of Windows', `-----BEGIN K-----\\r\\n${body}\\r\\n-----END K-----`],
    ['with headers', `-----BEGIN K-----\nVersion: 1\nDEK-Info: AES-128,00\n\n${body}\n-----END K-----`],
    ['with spaces', `-----BEGIN K----- ${body.slice(0, 70)} ${body.slice(70)} -----END K-----`],
  ])('%s', (_what, key) => {
    expect(pemParts(key)).toEqual([body, ...parts]);
  });

  test('each of several', () => {
    const key = (text: string): string => `-----BEGIN K-----\n${text}\n-----END K-----\n`;
    expect(pemParts(key('abcd') + key('efgh')).filter((part) => part.length === 4)).toEqual(
      ['abcd', 'efgh'].flatMap((text) => Array.from({ length: 9 }, () => text)),
    );
    expect(pemParts('abcd')).toEqual([]);
  });

  test('nothing is there when its body is empty', () => {
    expect(new Set(pemParts('-----BEGIN K-----\n-----END K-----'))).toEqual(new Set(['']));
  });
});
