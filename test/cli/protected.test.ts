import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readJournal } from '../../runbook-runner/src/journal/open.ts';
import { isRoot } from '../support/account.ts';
import type { Place } from '../support/runbook-cli.ts';
import { localTarget, openPlace, page, step } from '../support/runbook-cli.ts';
import type { Terminal } from '../support/terminal.ts';
import { openTerminal } from '../support/terminal.ts';

let place: Place;
let terminal: Terminal | null = null;
beforeEach(async () => {
  place = await openPlace(`${localTarget}    protected: true\n    operators: root\n`);
});
afterEach(async () => {
  await terminal?.close();
  terminal = null;
  await place.remove();
});

const path = (name: string): string => join(place.folder, name);
const open = async (...words: readonly string[]): Promise<Terminal> => {
  terminal = await openTerminal(place, words, { columns: 80 });
  return terminal;
};

const closing = [
  step('check="lire" title="Le dossier est là"', 'test -d .'),
  step('step="preparer" title="Préparer la copie"', 'mkdir copie'),
  step('undo="preparer" title="Retirer la copie" danger="La copie."', 'rm -r -- copie'),
].join('\n');
const destroying = [
  step('step="basculer" title="Basculer" danger="La base actuelle est remplacée."', 'rm un'),
  step('step="ranger" danger="Le second fichier."', 'rm deux'),
].join('\n');

test.runIf(isRoot)(
  'on a protected target each change is confirmed, and the point of no return asks for its name and a reason',
  async () => {
    for (const name of ['un', 'deux']) await place.write(name, '');
    await place.write('a.md', page('a', `${closing}\n${destroying}`));
    const screen = await open('run', 'a.md', '--report', 'rapports');
    await screen.see('« Le dossier est là » (lire), sans risque. Que faire ?');
    await screen.press('Enter');
    await screen.see('« Préparer la copie » (preparer), modifie. Que faire ?');
    await screen.press('Enter');
    await screen.see('exécuter cette étape');
    expect((await screen.read()).replace(/\s+│?\s*/g, ' ')).toContain(
      '« Préparer la copie » (preparer), modifie : exécuter cette étape sur « ici », cible protégée ?',
    );
    expect(existsSync(path('copie'))).toBe(false);
    await screen.press('Down', 'Enter');
    await screen.see('« Basculer » (basculer), risque destructif (La base actuelle est remplacée).');
    await screen.press('Enter');
    await screen.see('tapez le nom de la cible (ici)');
    expect(await screen.read()).toContain(
      '« Basculer » (basculer), risque destructif (La base actuelle est remplacée).\n',
    );
    // A paste answers one question at most.
    await screen.type('ici\rINC-41\r');
    await screen.see('Pourquoi ?');
    expect(existsSync(path('un'))).toBe(true);
    await screen.type('INC-42, base perdue');
    await screen.press('Enter');
    await screen.see('Étape 4 sur 4');
    expect(existsSync(path('un'))).toBe(false);
    await screen.see('« ranger », risque destructif (Le second fichier). Que faire ?');
    await screen.press('Enter');
    await screen.see('exécuter cette étape', 2);
    await screen.press('Down', 'Enter');
    expect(await screen.status()).toBe(0);
    expect(await readFile(path('rapports/a.md'), 'utf8')).toMatch(
      /## Point de non-retour\n\n- .*, passé par `.*` pour Basculer `basculer`, `ranger` ; raison : INC-42, base perdue\n/,
    );
    const [runId = ''] = await readdir(path('.operators/root/runs'));
    const { records } = readJournal(path(`.operators/root/runs/${runId}/journal.jsonl`));
    expect(records.filter(({ type }) => type === 'confirmed')).toMatchObject([
      { confirmation: { kind: 'typed', text: 'ici', reason: 'INC-42, base perdue' }, steps: ['basculer', 'ranger'] },
    ]);
  },
);

test.runIf(isRoot)(
  'a question is never folded between « and its word, nor before a sign that goes with one',
  async () => {
    const body = [
      step('step="preparer" title="Préparer la copie"', 'mkdir copie'),
      step('step="detruire" danger="Un fichier."', 'rm "$PWD/un"'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    for (let columns = 60; columns > 46; columns -= 1) {
      terminal = await openTerminal(place, ['run', 'a.md'], { columns });
      await terminal.answer('○ La passer', 'Enter');
      await terminal.answer('Non, arrêter ici', 'Enter');
      expect(await terminal.status()).toBe(3);
      const shown = await terminal.read();
      expect(shown.split('\n').filter((line) => /[«(]\s*$|^[│◆◇ ]*[»:?]/.test(line))).toEqual([]);
      await terminal.close();
    }
    terminal = null;
  },
);

test.runIf(isRoot)('without a reason nothing is destroyed', async () => {
  await place.write('un', '');
  await place.write('a.md', page('a', step('step="effacer" danger="Le fichier."', 'rm un')));
  const screen = await open('run', 'a.md');
  await screen.see('Que faire ?');
  await screen.press('Enter');
  await screen.see('tapez le nom de la cible');
  await screen.type('ici');
  await screen.press('Enter');
  await screen.see('Pourquoi ?');
  await screen.press('Enter');
  expect(await screen.status()).toBe(3);
  expect(existsSync(path('un'))).toBe(true);
});

test.runIf(isRoot)('a change that is not confirmed is not made: Enter alone says no', async () => {
  await place.write('a.md', page('a', step('step="creer"', 'mkdir copie')));
  const screen = await open('run', 'a.md');
  await screen.see('Que faire ?');
  await screen.press('Enter');
  await screen.see('exécuter cette étape');
  await screen.press('Enter');
  expect(await screen.status()).toBe(3);
  expect(existsSync(path('copie'))).toBe(false);
});

test.runIf(isRoot)('an undo is a point of no return of its own there', async () => {
  await place.write('a.md', page('a', `${closing}\n${step('check="fin"', 'false')}`));
  expect((await place.runbook('run', 'a.md')).status).toBe(1);
  const [runId = ''] = await readdir(path('.operators/root/runs'));
  const screen = await open('undo', runId);
  await screen.see('tapez le nom de la cible (ici)');
  expect(await screen.read()).toContain('« Retirer la copie » (undo-preparer), risque critique (La copie).');
  await screen.type('ici');
  await screen.press('Enter');
  await screen.see('Pourquoi ?');
  await screen.type('INC-43');
  await screen.press('Enter');
  expect(await screen.status()).toBe(0);
  expect(existsSync(path('copie'))).toBe(false);
});

test.runIf(isRoot)('what only changes something needs nobody: a backup by cron goes on', async () => {
  await place.write('a.md', page('a', step('step="creer"', 'mkdir copie')));
  expect((await place.runbook('run', 'a.md')).status).toBe(0);
  expect(existsSync(path('copie'))).toBe(true);
});

test.runIf(isRoot)(
  'what proves destructive once it runs is refused without a terminal, also with --confirm',
  async () => {
    await mkdir(path('.ssh'));
    await place.write('.ssh/known_hosts', 'ancien');
    const body = [
      step('step="chercher"', 'fichier=$(find "$PWD/.ssh" -type f)'),
      step('step="ecrire"', 'echo neuf > "$fichier"'),
    ].join('\n');
    await place.write('a.md', page('a', body));
    const { status, stdout } = await place.runbook('run', 'a.md', '--confirm', 'ici');
    expect([status, await readFile(path('.ssh/known_hosts'), 'utf8')]).toEqual([3, 'ancien']);
    expect(stdout).toContain('maintenant jugée plus dangereuse que dans le plan');
    expect(stdout).toContain('la confirmation d’une cible protégée se donne dans un terminal');
  },
);
