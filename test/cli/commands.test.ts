import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../runbook-runner/src/cli/catalogue.ts';
import { version } from '../../runbook-runner/src/version.ts';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
  await place.write('bon.md', page('bon', step('step="un" danger="Le fichier."', 'rm -- /srv/essai/fichier')));
  await place.write('mauvais.md', page('mauvais', step('stepp="un"', 'true')));
});
afterAll(() => place.remove());

test('the version is that of the package', async () => {
  const { version: published } = JSON.parse(
    await readFile(new URL('../../runbook-runner/package.json', import.meta.url), 'utf8'),
  );
  expect(version).toBe(published);
  expect((await place.runbook('--version')).stdout).toBe(published);
});

describe('usage errors say what was given, what was expected and what to do, with status 2', () => {
  test.each([
    [['efface'], 'commande inconnue « efface »'],
    [['run'], 'il faut un runbook'],
    [['run', 'bon.md', '--vite'], 'option inconnue « --vite »'],
    [['run', 'absent.md'], '« absent.md » ne peut pas être lu (le chemin n’existe pas, ENOENT)'],
    [['run', 'bon.md', '--target', 'prod'], 'cible inconnue « prod »'],
    [['run', 'bon.md', '--var', 'X'], '« --var X » n’est pas une affectation'],
    [['run', 'bon.md', '--var', 'X=1'], 'ce runbook n’a pas de variable « X »'],
    [['explain', 'bon.md'], '« bon.md » ne nomme pas une étape'],
    [['explain', 'bon.md#deux'], '« bon » n’a pas d’étape « deux »'],
    [['check', '--format', 'xml'], 'format inconnu « xml »'],
    [['resume', 'hier'], 'aucune exécution ne s’appelle « hier »'],
    [['resume'], 'aucune exécution n’attend d’être reprise'],
  ])('runbook %s', async (words, message) => {
    const { status, stderr } = await place.runbook(...words);
    expect(stderr).toContain(message);
    expect(stderr).toContain('à faire');
    expect(status).toBe(2);
  });
});

test('show says where each value comes from', async () => {
  const variables = `  variables:
    A: { description: Une, default: x }
    B: { description: Deux, default: "" }
    C: { description: Trois }
    D: { description: Quatre, secret: true }
`;
  await place.write('valeurs.md', page('valeurs', step('step="un"', 'echo "$A$B$C$D"'), variables));
  const { stdout } = await place.runbook('show', 'valeurs.md');
  expect(stdout).toContain(`  A  Une (string, défaut x)
  B  Deux (string, vide par défaut)
  C  Trois (string, à donner)
  D  Quatre (string, secret de la cible)
`);
});

test('an invalid document is refused by every command that would use it, with its place', async () => {
  for (const command of ['run', 'plan', 'show']) {
    const { status, stderr } = await place.runbook(command, 'mauvais.md');
    expect(stderr).toContain('mauvais.md:10:9');
    expect(stderr).toContain('« stepp »');
    expect(status).toBe(2);
  }
});

test('check says how many documents it looked at, and fails on none', async () => {
  const { status, stdout } = await place.runbook('check', 'bon.md');
  expect(stdout).toContain('1 runbook, 0 page');
  expect(status).toBe(0);
  expect((await place.runbook('check', '.state')).status).toBe(2);
  expect((await place.runbook('check', 'mauvais.md')).status).toBe(2);
});

test('check writes GitHub annotations and JSON', async () => {
  expect((await place.runbook('check', 'mauvais.md', '--format', 'github')).stdout).toMatch(
    /^::error file=mauvais\.md,line=10,col=9/,
  );
  const { problems } = JSON.parse((await place.runbook('check', 'mauvais.md', '--format', 'json')).stdout);
  expect(problems[0]).toMatchObject({ file: 'mauvais.md', line: 10, column: 9, severity: 'error' });
});

test('explain reads a shell text and prints the verdict as JSON', async () => {
  const { execa } = await import('execa');
  const { stdout } = await execa(process.execPath, [cli, 'explain', '-', '--format', 'json'], {
    input: 'cd /srv\nrm -rf media\n',
  });
  const verdict = JSON.parse(stdout);
  expect(Object.keys(verdict)).toEqual(['risk', 'reasons']);
  expect(verdict.risk).toBe('critical');
  expect(verdict.reasons[0]).toEqual({ rule: 'FS-RM', text: expect.any(String), line: 2, column: 1 });
});

test('plan and run --dry-run show the steps, their risks and losses, and execute nothing', async () => {
  for (const words of [
    ['plan', 'bon.md'],
    ['run', 'bon.md', '--dry-run'],
  ]) {
    const { status, stdout } = await place.runbook(...words);
    expect(status).toBe(0);
    expect(stdout).toContain('1 étape, dont 1 destructive');
    expect(stdout).toContain('⚠ Le fichier.');
    expect(stdout).toContain('│ rm -- /srv/essai/fichier');
  }
});

test('show and plan say the same risk of a text in which a line separator cannot be seen', async () => {
  await place.write('a.md', page('a', step('step="un"', 'echo "a\u2028b"')));
  expect((await place.runbook('plan', 'a.md')).stdout).toContain('indéterminé, traité comme critique');
  const { stdout } = await place.runbook('show', 'a.md');
  expect(stdout).toContain('action · indéterminé, traité comme critique · ligne ');
});

test('list shows the runbooks, the invalid ones too, and the targets', async () => {
  const { stdout } = await place.runbook('list', '.');
  expect(stdout).toContain('bon  ');
  expect(stdout).toContain('invalide mauvais.md');
  expect(stdout).toContain('ici  ');
});

test('every command has its help', async () => {
  for (const { name: command } of catalogue) {
    const { status, stdout } = await place.runbook(command, '--help');
    expect(stdout).toContain(`Usage : runbook ${command}`);
    expect(status).toBe(0);
  }
});

test('check refuses two runbooks of one name', async () => {
  await place.write('double.md', page('bon', step('check="un"', 'true')));
  const { status, stdout } = await place.runbook('check', 'bon.md', 'double.md');
  expect(stdout).toContain('double.md:5:7 erreur [runbook-id-shared]');
  expect(status).toBe(2);
});
