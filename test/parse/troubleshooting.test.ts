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

const texts = (output: string): readonly string[] =>
  matchingAdvice(runbook, output).map(({ text }) => text.slice(0, 30));

describe('the troubleshooting of a page', () => {
  test.each([
    ['tar: write error: No space left on device', ['**« No space left on device »**']],
    ['a.dump: FAILED\nsha256sum: WARNING: 1 computed checksum did NOT match', ['**« FAILED »**, **« computed c']],
    ['pg_restore: error: role "korrigo" does not exist', ['**« role "…" does not exist »**']],
    ['connexion refusée', []],
    ['role "korrigo"\nthe table does not exist', []],
  ])('for « %s »', (output, expected) => {
    expect(texts(output).map((text, index) => text.slice(0, expected[index]?.length))).toEqual(expected);
  });
});
