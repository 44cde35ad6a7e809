import { describe, expect, it } from 'vitest';
import { maskText } from '../../runbook-runner/src/mask/mask-text.ts';
import { collectNeedles } from '../../runbook-runner/src/mask/needles.ts';

describe('a secret that cannot be protected is refused', () => {
  it('when it is too short', () => {
    expect(needlesOf('abc').refused).toEqual([
      {
        name: 'SECRET',
        reason:
          'il (ou le mot de passe qu’il contient) ne fait que 3 octets ; il en faut au moins 4, et 8 pour être masqué partout.',
      },
    ]);
  });

  it('when it is empty or a common word', () => {
    expect(needlesOf(' \n').refused).toEqual([{ name: 'SECRET', reason: 'il est vide.' }]);
    expect(needlesOf('Postgres\n').refused).toEqual([
      {
        name: 'SECRET',
        reason:
          'il (ou le mot de passe qu’il contient) est un mot courant : le masquer le révélerait et rendrait la sortie illisible.',
      },
    ]);
  });

  it('when the password in its address is one', () => {
    expect(needlesOf('postgres://korrigo:postgres@db:5432/korrigo').refused).toHaveLength(1);
  });

  it('and a weak one is protected with a warning', () => {
    expect(needlesOf('piano7')).toMatchObject({
      refused: [],
      warnings: [
        'Le secret SECRET fait moins de 8 octets : il n’est masqué que comme mot entier. Choisissez-en un plus long.',
      ],
    });
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

function needlesOf(value: string) {
  return collectNeedles(new Map([['SECRET', value]]));
}

function KEY(): string {
  return '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7\n-----END PRIVATE KEY-----\n';
}
