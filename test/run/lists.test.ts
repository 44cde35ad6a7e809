import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, localTarget, openPlace, output, page, step } from '../support/runbook-cli.ts';
import { openTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const declared = (rest = '', items = 'column'): string =>
  `  variables:\n    COLONNES: { description: Colonnes de fichiers, type: list, items: ${items}${rest} }\n`;

/** A step that shows each item between brackets, and what another process would know of the list. */
const shown = `printf '[%s]\\n' "\${COLONNES[@]}"\nenv | grep COLONNES || echo 'rien hors de ce shell'`;

const target = (variables: string): Promise<string> =>
  place.write('targets.yaml', `${localTarget}    variables: { COLONNES: ${variables} }\n`);

async function runFolder(): Promise<string> {
  const runs = join(place.state, 'runbook/runs');
  return join(runs, (await readdir(runs)).toSorted().at(-1) ?? '');
}

/** What the run wrote down of its values. */
async function journaled(): Promise<unknown> {
  const lines = (await readFile(join(await runFolder(), 'journal.jsonl'), 'utf8')).split('\n').filter(Boolean);
  const records = lines.map((line) => JSON.parse(/\{.*\}/.exec(line)?.[0] ?? '{}'));
  return records.find(({ type }) => type === 'values')?.values;
}

describe('a list is an array of the steps, wherever it comes from', () => {
  const body = [
    step('step="un"', shown),
    output('un', '[a.b]\n[c.d:$.pages[*].file ? (@ != "x y")]\nrien hors de ce shell'),
    step('check="encore"', shown),
    output('encore', '[a.b]\n[c.d:$.pages[*].file ? (@ != "x y")]\nrien hors de ce shell'),
  ].join('\n');
  const SECOND = 'c.d:$.pages[*].file ? (@ != "x y")';
  const yaml = `[a.b, '${SECOND}']`;

  test.each<[string, string, string, readonly string[]]>([
    ['the command line', '', '', ['--var', `COLONNES=a.b\n${SECOND}`]],
    ['the targets file', '', yaml, []],
    ['a file', '', '{ file: colonnes }', []],
    ['a command', '', '{ command: [cat, colonnes] }', []],
    ['the environment', '', '{ env: COLONNES_ICI }', []],
    ['the page', `, default: ${yaml}`, '', []],
  ])('from %s', async (_, rest, variables, words) => {
    await place.write('colonnes', `a.b\n${SECOND}\n`);
    if (variables !== '') await target(variables);
    await place.write('a.md', page('a', body, declared(rest)));
    const env = { ...place.env, COLONNES_ICI: `a.b\n${SECOND}` };
    const call = { cwd: place.folder, env, reject: false } as const;
    const { exitCode, stdout, stderr } = await execa(process.execPath, [cli, 'run', 'a.md', ...words], call);
    expect(stdout + stderr).not.toContain('✗');
    expect(exitCode).toBe(0);
    expect(await journaled()).toEqual({ COLONNES: `a.b\n${SECOND}` });
    expect(await readFile(join(await runFolder(), 'rapport.md'), 'utf8')).toContain(
      `- \`COLONNES\` :\n  - \`a.b\`\n  - \`${SECOND}\`\n`,
    );
  });
});

test('the plan shows an item a line, and is the same plan wherever the list comes from', async () => {
  await place.write('a.md', page('a', step('step="un"', shown), declared()));
  const fromLine = await place.runbook('plan', 'a.md', '--var', 'COLONNES=a.b\nc.d');
  expect(fromLine.stdout).toContain('Valeurs  COLONNES = a.b\n                    c.d\n');
  await target('[a.b, c.d]');
  const fromFile = await place.runbook('plan', 'a.md', '--format', 'json');
  expect(JSON.parse(fromFile.stdout).values).toEqual({ COLONNES: 'a.b\nc.d' });
  expect(fromLine.stdout).toContain(`plan ${JSON.parse(fromFile.stdout).hash.slice(0, 12)}`);
  const other = await place.runbook('plan', 'a.md', '--format', 'json', '--var', 'COLONNES=c.d\na.b');
  expect(JSON.parse(other.stdout).hash).not.toBe(JSON.parse(fromFile.stdout).hash);
});

test('show writes it as one would type it', async () => {
  await place.write('a.md', page('a', step('step="un"', shown), declared(`, default: [a.b, "c.d:$.l’un['deux']"]`)));
  expect((await place.runbook('show', 'a.md')).stdout).toContain(
    String.raw`COLONNES  Colonnes de fichiers (liste de column, un élément par ligne, défaut ('a.b' 'c.d:$.l’un['\''deux'\'']'))`,
  );
});

test('a run that stops keeps its list, as a step left it, for what resumes or undoes it', async () => {
  const body = [
    step('step="un"', 'COLONNES+=(e.f)\ntouch un'),
    step('undo="un"', `printf '[%s]' "\${COLONNES[@]}" >> journal`),
    step('check="pret"', 'test -e pret'),
    step('step="deux"', `printf '[%s]' "\${COLONNES[@]}" > deux`),
    step('check="fin"', 'test -e fin'),
  ].join('\n');
  await place.write('a.md', page('a', body, declared()));
  expect((await place.runbook('run', 'a.md', '--var', 'COLONNES=a.b\nc.d')).status).toBe(1);
  await place.write('pret', '');
  expect((await place.runbook('resume')).status).toBe(1);
  expect(await readFile(join(place.folder, 'deux'), 'utf8')).toBe('[a.b][c.d][e.f]');
  expect((await place.runbook('undo', basename(await runFolder()))).status).toBe(0);
  expect(await readFile(join(place.folder, 'journal'), 'utf8')).toBe('[a.b][c.d][e.f]');
});

describe('a list that does not fit is refused before anything runs, and its item named', () => {
  test.each<[string, string, string, string]>([
    [
      'an item of another type',
      'column',
      'a.b\nfichiers',
      'COLONNES ne convient pas : l’élément 2, « fichiers », n’est pas une colonne (table.colonne, ou table.colonne:$.chemin.json)',
    ],
    [
      'a JSON path that does not begin with $',
      'column',
      'a.b:pages',
      'COLONNES ne convient pas : l’élément 1, « a.b:pages », n’est pas une colonne (table.colonne, ou table.colonne:$.chemin.json)',
    ],
    ['an empty item', 'string', 'a\n\nb', 'COLONNES a un élément vide (l’élément 2)'],
    ['the same twice', 'column', 'a.b\nc.d\na.b', 'COLONNES contient deux fois « a.b » (éléments 1 et 3)'],
    ['no item', 'string', '', 'COLONNES n’a aucun élément'],
  ])('%s', async (_, items, given, message) => {
    await place.write('a.md', page('a', step('step="un"', `touch fait; ${shown}`), declared('', items)));
    const { status, stderr } = await place.runbook('run', 'a.md', '--var', `COLONNES=${given}`);
    expect(stderr).toBe(
      `✗ ${message}\n` +
        '  où        a.md\n' +
        `  attendu   Colonnes de fichiers (liste de ${items}, un élément par ligne)\n` +
        '  à faire   --var COLONNES=VALEUR, ou « variables » de la cible',
    );
    expect(status).toBe(2);
    expect(existsSync(join(place.folder, 'fait'))).toBe(false);
  });

  test('a list where the runbook takes one text', async () => {
    await target('[a.b, c.d]');
    await place.write(
      'a.md',
      page(
        'a',
        step('step="un"', 'echo "$COLONNES"'),
        '  variables:\n    COLONNES: { description: Une colonne, type: column }\n',
      ),
    );
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain('✗ COLONNES est une liste, là où un seul texte convient\n');
    expect(status).toBe(2);
  });

  test('a list that the target passes to a service', async () => {
    await place.write('targets.yaml', `${localTarget}    services: { db: { exec: [env], pass: [COLONNES] } }\n`);
    await place.write('a.md', page('a', step('step="un"', '@db true "${COLONNES[@]}"'), declared()));
    const { status, stderr } = await place.runbook('run', 'a.md', '--var', 'COLONNES=a.b');
    expect(stderr).toContain(
      '✗ l’étape « un » appelle @db, à qui la cible passe COLONNES : une liste n’est pas une variable d’environnement\n',
    );
    expect(status).toBe(4);
  });
});

test('what a step put into a list is judged before the next one reads it', async () => {
  const body = [
    step('step="un"', 'COLONNES=(rmdir dossier)'),
    step('step="deux"', '"${COLONNES[@]}"'),
    step('check="fin"', 'true'),
  ].join('\n');
  await place.write('a.md', page('a', body, declared('', 'string')));
  await mkdir(join(place.folder, 'dossier'));
  const { status, stdout } = await place.runbook('run', 'a.md', '--var', 'COLONNES=ls\ndossier');
  expect(stdout).toContain('Cette étape est maintenant jugée plus dangereuse que dans le plan');
  expect(stdout).toContain('« rmdir » supprime des fichiers.');
  expect(status).toBe(3);
  expect(existsSync(join(place.folder, 'dossier'))).toBe(true);
});

test('a person gives it one item a line', async () => {
  await place.write('a.md', page('a', step('step="un"', `${shown} > sortie`), declared()));
  const terminal = await openTerminal(place, ['run', 'a.md']);
  try {
    await terminal.see('COLONNES — Colonnes de fichiers (un élément par ligne ; Entrée deux fois pour finir)');
    // Keys that have nothing to delete, to complete or to cut.
    await terminal.press('BSpace', 'Tab', 'C-u');
    await terminal.type('a.b\nfichiers');
    await terminal.press('Enter', 'Enter');
    await terminal.see('l’élément 2, « fichiers »');
    await terminal.press(...Array.from({ length: 'fichiers'.length }, () => 'BSpace'));
    await terminal.type('c.d');
    await terminal.press('Enter', 'Enter');
    await terminal.answer('Que faire ?', 'Enter');
    expect(await terminal.status()).toBe(0);
    expect(await readFile(join(place.folder, 'sortie'), 'utf8')).toBe('rien hors de ce shell\n');
    expect(await journaled()).toEqual({ COLONNES: 'a.b\nc.d' });
  } finally {
    await terminal.close();
  }
});
