import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../runbook-runner/src/parse/markdown.ts';
import { findAdvice, matchingAdvice } from '../../runbook-runner/src/parse/troubleshooting.ts';

const advice = findAdvice(
  await parseMarkdown(`## Si ça échoue

**« No space left on device »** : le disque est plein.
Faites de la place.

**« FAILED »**, **« computed checksum did NOT match »** : l’archive est altérée.

- **« role "…" does not exist »** : recréez ce compte, comme le dit [la page](/comptes/).

Le texte **« connexion refusée »** n’est pas un symptôme.
`),
);

const linesOf = (output: string): readonly number[] => matchingAdvice(advice, output).map(({ line }) => line);

describe('the troubleshooting of a page', () => {
  test.each([
    ['tar: write error: No space left on device', [3]],
    ['a.dump: FAILED\nsha256sum: WARNING: 1 computed checksum did NOT match', [6]],
    ['pg_restore: error: role "korrigo" does not exist', [8]],
    ['connexion refusée', []],
    ['role "korrigo"\nthe table does not exist', []],
  ])('for « %s »', (output, expected) => {
    expect(linesOf(output)).toEqual(expected);
  });

  test('is the whole paragraph, without its marks', () => {
    expect(matchingAdvice(advice, 'No space left on device')[0]?.text).toBe(
      '« No space left on device » : le disque est plein. Faites de la place.',
    );
    expect(matchingAdvice(advice, 'role "x" does not exist')[0]?.text).toBe(
      '« role "…" does not exist » : recréez ce compte, comme le dit la page.',
    );
  });
});
