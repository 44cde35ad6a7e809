import { describe, expect, it } from 'vitest';
import { maskText } from '../../runbook-runner/src/mask/mask-text.ts';
import { collectNeedles } from '../../runbook-runner/src/mask/needles.ts';
import { needlesOf } from '../support/needles-of.ts';

describe('a secret that cannot be protected is refused', () => {
  it('when it is too short', () => {
    expect(refusedIn('abc')).toEqual([
      {
        name: 'SECRET',
        reason:
          'il (ou le mot de passe qu’il contient) ne fait que 3 octets ; il en faut au moins 4, et 8 pour être masqué partout.',
      },
    ]);
  });

  it('when it is empty or a common word', () => {
    expect(refusedIn(' \n')).toEqual([{ name: 'SECRET', reason: 'il est vide.' }]);
    expect(refusedIn("host=db password='     '")).toEqual([{ name: 'SECRET', reason: 'il est vide.' }]);
    expect(refusedIn('Postgres\n')).toEqual([
      {
        name: 'SECRET',
        reason:
          'il (ou le mot de passe qu’il contient) est un mot courant : le masquer le révélerait et rendrait la sortie illisible.',
      },
    ]);
  });

  it('when the password in its address is one', () => {
    expect(refusedIn('postgres://korrigo:postgres@db:5432/korrigo')).toHaveLength(1);
  });

  it('and a weak one is protected with a warning', () => {
    expect(needlesOf('piano7').warnings).toEqual([
      'Le secret SECRET_1 fait moins de 8 octets : il n’est masqué que comme mot entier. Choisissez-en un plus long.',
    ]);
    expect(needlesOf('correct-cheval-pile').warnings).toEqual([]);
  });
});

it('what hides the secrets of a run is built once, and anew for others', () => {
  const secrets = new Map([
    ['A', 'correct-cheval-pile'],
    ['B', 'agrafe-batterie'],
  ]);
  const needles = collectNeedles(secrets);
  // Not `toBe`: to show how two of them differ takes minutes.
  expect(collectNeedles(new Map([...secrets].reverse())) === needles).toBe(true);
  secrets.set('B', 'autre-batterie');
  expect(maskText(collectNeedles(secrets), 'agrafe-batterie autre-batterie')).toBe('agrafe-batterie ***');
  expect(maskText(collectNeedles(new Map()), 'autre-batterie')).toBe('autre-batterie');
});

describe('how long a secret is decides where it is masked', () => {
  it.each([
    ['from four bytes on, as a word', 'Kx7q', 'mot Kx7q, motKx7q', 'mot ***, motKx7q'],
    ['up to seven', 'Kx7qZw2', 'mot Kx7qZw2, motKx7qZw2', 'mot ***, motKx7qZw2'],
    ['from eight on, everywhere', 'Kx7qZw2v', 'mot Kx7qZw2v, motKx7qZw2vmot', 'mot ***, mot***mot'],
    ['which are bytes, not letters', 'éàèù', 'motéàèùmot', 'mot***mot'],
    ['and its parts, from eight on', '{"a":"Kx7qZw2","b":"Kx7qZw2v"}', 'Kx7qZw2 Kx7qZw2v', 'Kx7qZw2 ***'],
    ['but no common word among them', '{"a":"motdepasse"}', 'motdepasse', 'motdepasse'],
    ['nor a short word after a name', 'app:abc', 'abc', 'abc'],
  ])('%s', (_title, value, text, shown) => {
    expect(maskText(needlesOf(value), text)).toBe(shown);
  });

  it.each([
    ['Kx7q', 1],
    ['Kx7qZw2', 1],
    ['Kx7qZw2v', 0],
    ['éàèù', 0],
    ['postgres://app:piano7@db:5432/korrigo', 1],
    ['postgres://app:piano789@db:5432/korrigo', 0],
  ])('and whether somebody is warned: %s', (value, warnings) => {
    expect(needlesOf(value).warnings).toHaveLength(warnings);
  });

  it('one that cannot be protected is not looked for, and the others are', () => {
    const needles = collectNeedles(
      new Map([
        ['COURT', 'abc'],
        ['LONG', 'correct-cheval-pile'],
      ]),
    );
    expect(needles.refused.map(({ name }) => name)).toEqual(['COURT']);
    expect(needles.warnings).toEqual([]);
    expect(maskText(needles, 'abc correct-cheval-pile')).toBe('abc ***');
  });
});

describe('a document is found by its lines and its texts', () => {
  // Nine lines, and more letters than a text may have to be looked for whole in all forms.
  const line = (index: number): string => `ligne/${index}+${'é'.repeat(60)}"`;
  const lines = Array.from({ length: 9 }, (_, index) => line(index));
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  it.each([
    ['as they are', line(7)],
    ['in JSON', JSON.stringify(line(7)).slice(1, -1)],
    ['in JSON in JSON', JSON.stringify(JSON.stringify(line(7)).slice(1, -1)).slice(1, -1)],
    ['in an address', encodeURIComponent(line(7))],
    ['in base64', base64(line(7))],
  ])('%s', (_how, text) => {
    expect(maskText(needlesOf(lines.join('\n')), `<${text}>`)).toMatch(/^<\*\*\*[^a-z]?>$/);
  });

  it.each([
    ['short', 'Kx7q'],
    ['a common word', 'motdepasse'],
  ])('but not by one that is %s, in any form', (_what, word) => {
    const text = `${word} ${base64(word)}`;
    expect(maskText(needlesOf([...lines, word].join('\n')), text)).toBe(text);
  });

  it('as they are read once their colours are gone', () => {
    const coloured = lines.map((_, index) => `\x1b[1m${'-'.repeat(60)} v${index}\x1b[0m`);
    expect(maskText(needlesOf(coloured.join('\n')), `<${'-'.repeat(60)} v7>`)).toBe('<***>');
  });

  it.each([
    ['of 512 letters is found in base64', 512, true],
    ['of more is not', 513, false],
  ])('a line %s', (_what, length, hidden) => {
    const one = long(length).replaceAll(' ', '-');
    expect(maskText(needlesOf([...lines, one].join('\n')), base64(one)).startsWith('***')).toBe(hidden);
  });

  const long = (length: number): string =>
    'K"7 '
      .repeat(200)
      .slice(0, length - 1)
      .concat('Z');
  it.each([
    ['as a whole, as it is', 600, (text: string) => text, true],
    ['in JSON', 600, (text: string) => JSON.stringify(text), true],
    ['in an address', 600, encodeURIComponent, true],
    ['through other white space', 600, justified, true],
    ['through other white space, in JSON', 512, (text: string) => justified(JSON.stringify(text)), true],
    ['which a longer one is not', 513, (text: string) => justified(JSON.stringify(text)), false],
    ['nor in base64', 513, base64, false],
    ['which a shorter text is', 512, base64, true],
    ['nor struck twice', 513, twice, false],
    ['which a shorter text is too', 512, twice, true],
  ])('%s', (_how, length, write, hidden) => {
    const shown = maskText(needlesOf(long(length)), `<${write(long(length))}>`);
    expect(/^<"?(\*\*\*)"?=*>$/.test(shown)).toBe(hidden);
  });
});

function justified(text: string): string {
  return text.replaceAll(' ', '\n \n');
}

function twice(text: string): string {
  return Array.from(text, (letter) => (letter === ' ' ? letter : `${letter}\b${letter}`)).join('');
}

describe('the parts of a secret are secret by themselves', () => {
  it.each([
    [
      'the password of an address, decoded too',
      'postgres://app:p%40ss-w0rd-9@db/korrigo',
      'essai avec p@ss-w0rd-9 refusé',
      'essai avec *** refusé',
    ],
    ['the password of a connection string', "host=db password='l\\'été-2026!' user=a", "l'été-2026!", '***'],
    ['the password of a .pgpass line', 'db:5432:korrigo:app:Xy\\:99-zz-top', 'Xy:99-zz-top', '***'],
    ['the token in an address', 'https://hooks.example.net/x?token=ab12cd34ef56', 'jeton ab12cd34ef56', 'jeton ***'],
    [
      'the texts of a JSON document',
      '{"type":"service","private":{"id":"9f8e7d6c5b4a"}}',
      'clé 9f8e7d6c5b4a',
      'clé ***',
    ],
    ['the value without its quotes', '"correct-cheval"', 'correct-cheval', '***'],
    ['the lines of a key', KEY(), 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', '***'],
    ['the body of a key on one line', KEY(), 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7', '***'],
    [
      'what follows the name of an account in a text of a JSON document, short or not',
      '{"auth":"admin:hunter2x","n":["exploitation:Zx9Kq2p-long"]}',
      'pw hunter2x Zx9Kq2p-long',
      'pw *** ***',
    ],
    ['a key in a JSON log', KEY(), JSON.stringify({ key: KEY() }), '{"key":"***"}'],
  ])('%s', (_title, value, text, shown) => {
    expect(maskText(needlesOf(value), text)).toBe(shown);
  });

  it('but not the header of a key, nor the braces of a JSON document', () => {
    expect(maskText(needlesOf(KEY()), '-----BEGIN PRIVATE KEY-----')).toBe('***');
    expect(maskText(needlesOf('{"a":"9f8e7d6c5b4a"}'), '{"a":"autre"}')).toBe('{"a":"autre"}');
  });
});

describe('a secret is looked for as it is read', () => {
  it.each([
    ['copied with its colours, without them', '\x1b[32mKx7qZw2v\x1b[0m', 'jeton Kx7qZw2v.', 'jeton ***.'],
    ['its words apart by two spaces, by one', 'correct  cheval  pile', 'correct cheval pile', '***'],
    ['but not as the word that its two lines make', 'por\n    te', 'la porte : por\n    te', 'la porte : ***'],
  ])('%s', (_how, value, text, shown) => {
    expect(maskText(needlesOf(value), text)).toBe(shown);
  });
});

function refusedIn(value: string) {
  return collectNeedles(new Map([['SECRET', value]])).refused;
}

function KEY(): string {
  return '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7\n-----END PRIVATE KEY-----\n';
}
