import { describe, expect, test } from 'vitest';
import type { Runbook } from '../../runbook-runner/src/parse/runbook.ts';
import { matchingAdvice } from '../../runbook-runner/src/parse/troubleshooting.ts';

const runbook = {
  source: `## Si ça échoue

**« No space left on device »** : le disque est plein.
Faites de la place.

**« FAILED »**, **« computed checksum did NOT match »** : l’archive est altérée.

**« role "…" does not exist »** : recréez ce compte.

Le texte « connexion refusée » n’est pas un symptôme.
`,
} as Runbook;

const linesOf = (output: string): readonly number[] => matchingAdvice(runbook, output).map(({ line }) => line);

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

  test('is the whole paragraph', () => {
    expect(matchingAdvice(runbook, 'No space left on device')[0]?.text).toBe(
      '**« No space left on device »** : le disque est plein.\nFaites de la place.',
    );
  });
});
