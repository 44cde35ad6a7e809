import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, localTarget, openPlace, page, step } from '../support/runbook-cli.ts';
import { openTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  await place.write('vide', '\n');
  await place.write('.env', 'MEDIA=\n');
});
afterEach(() => place.remove());

const body = step('step="un"', 'cd "$DOSSIER"; touch fait');
const declared = (rest = ''): string =>
  `  variables:\n    DOSSIER: { description: Le dossier des médias, type: path${rest} }\n`;
const hasRun = (): boolean => existsSync(join(place.folder, 'fait'));

describe('an empty path never reaches a step, wherever it comes from', () => {
  test.each<[string, string, readonly string[], string]>([
    ['the command line', '', ['--var', 'DOSSIER='], '✗ DOSSIER : «  » est vide\n'],
    ['a text of the target', "''", [], '✗ DOSSIER : «  » est vide\n'],
    [
      'a path of the target',
      "{ path: '' }",
      [],
      '✗ « targets.ici.variables.DOSSIER.path » : un chemin, qui n’est pas vide\n',
    ],
    ['a file', '{ file: vide }', [], '✗ DOSSIER : «  » est vide\n'],
    ['a command', '{ command: [echo] }', [], '✗ DOSSIER : «  » est vide\n'],
    ['the environment', '{ env: DOSSIER_ICI }', [], '✗ DOSSIER : «  » est vide\n'],
    ['an env file', '{ dotenv: .env, name: MEDIA }', [], 'la valeur de MEDIA est vide\n'],
    ['white space', '"  "', [], '✗ DOSSIER : «    » n’est pas un chemin'],
    ['the root of the system', '{ path: /srv/.. }', [], '✗ DOSSIER : « /srv/.. » n’est pas un chemin'],
  ])('%s', async (_, source, words, message) => {
    if (source !== '') await place.write('targets.yaml', `${localTarget}    variables: { DOSSIER: ${source} }\n`);
    await place.write('a.md', page('a', body, declared()));
    const call = { cwd: place.folder, env: { ...place.env, DOSSIER_ICI: '' }, reject: false } as const;
    const { exitCode, stderr } = await execa(process.execPath, [cli, 'run', 'a.md', ...words], call);
    expect(stderr).toContain(message);
    expect([2, 4]).toContain(exitCode);
    expect(hasRun()).toBe(false);
  });

  test.each(["''", '/'])('the page: %s', async (value) => {
    await place.write('a.md', page('a', body, declared(`, default: ${value}`)));
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain('n’est pas un chemin (ni vide, ni la racine du système, ni commençant par un tiret)');
    expect(status).toBe(2);
    expect(hasRun()).toBe(false);
  });

  test('an item of a list', async () => {
    const list = '  variables:\n    DOSSIER: { description: Les dossiers, type: list, items: path }\n';
    await place.write('a.md', page('a', step('step="un"', 'cd "${DOSSIER[0]}"; touch fait'), list));
    const { stderr } = await place.runbook('run', 'a.md', '--var', 'DOSSIER=/srv\n//');
    expect(stderr).toContain('✗ DOSSIER ne convient pas : l’élément 2, « // », n’est pas un chemin');
    expect(hasRun()).toBe(false);
  });
});

test('nor the shell that an operator opens on the target', async () => {
  await place.write('targets.yaml', `${localTarget}    variables: { DOSSIER: { file: vide } }\n`);
  const terminal = await openTerminal(place, ['shell']);
  try {
    await terminal.see('✗ DOSSIER : la valeur est vide');
    expect(await terminal.status()).toBe(2);
  } finally {
    await terminal.close();
  }
});
