import { describe, expect, test } from 'vitest';
import type { Variable, VariableType } from '../../runbook-runner/src/parse/runbook.ts';
import { refusal } from '../../runbook-runner/src/plan/values.ts';

const variable = (type: VariableType, secret = false): Variable => ({
  name: 'V',
  description: 'Une valeur',
  type,
  default: null,
  secret,
  choices: null,
});

describe('a value fits its type, or is refused with the reason', () => {
  test.each<[VariableType, string, string | null]>([
    ['path', '/var/backups', null],
    ['path', '-rf', 'V : « -rf » n’est pas un chemin (ni vide, ni commençant par un tiret)'],
    ['integer', '-12', null],
    ['integer', '1.5', 'V : « 1.5 » n’est pas un nombre entier'],
    ['url', 'https://korrigo.example/x', null],
    ['url', 'ftp://x', 'V : « ftp://x » n’est pas une adresse http ou https'],
    ['identifier', 'korrigo_2', null],
    [
      'identifier',
      'a;b',
      'V : « a;b » n’est pas un identifiant (lettre ou souligné, puis lettres, chiffres et soulignés, 63 au plus)',
    ],
    ['string', 'n’importe $(quoi) "ici"', null],
    ['string', '', 'V : «  » est vide'],
    ['string', 'a\nb', 'V : « a\nb » contient un saut de ligne ou un caractère nul'],
  ])('%s « %s »', (type, value, expected) => {
    expect(refusal(variable(type), value)).toBe(expected);
  });

  test('a secret is never quoted', () => {
    expect(refusal(variable('integer', true), 'hunter22')).toBe('V : la valeur secrète n’est pas un nombre entier');
  });
});
