import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';
import type { Terminal } from '../support/terminal.ts';
import { openTerminal } from '../support/terminal.ts';
import { until } from '../support/until.ts';

let place: Place;
let terminal: Terminal | null = null;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(async () => {
  await terminal?.close();
  terminal = null;
  await place.remove();
});

const path = (...names: string[]): string => join(place.folder, ...names);
const lines = async (): Promise<string> => readFile(path('journal'), 'utf8');
const lastRun = async (): Promise<string> =>
  (await readdir(join(place.state, 'runbook/runs'))).toSorted().at(-1) as string;

/** Closes the platform, prepares, then stops at a check that fails until `pret` is there. */
const closing = [
  step('step="fermer"', 'OUVERTURE=ouvrir\necho fermer >> journal'),
  step('undo="fermer"', 'echo "$OUVERTURE" >> journal'),
  step('step="preparer"', 'echo preparer >> journal'),
  step('undo="preparer"', 'echo ranger >> journal'),
  step('check="pret"', 'test -e pret'),
  step('step="suite"', 'echo suite >> journal'),
].join('\n');

describe('runbook undo', () => {
  test('takes back what a run did, the last step first, in its kept state; the run is closed', async () => {
    await place.write('a.md', page('a', closing));
    const { status, stdout } = await place.runbook('run', 'a.md');
    expect(status).toBe(1);
    const runId = await lastRun();
    expect(stdout).toContain(`pour défaire : runbook undo ${runId}`);
    const undone = await place.runbook('undo', runId);
    expect(undone.stdout).toContain('Défaite');
    expect(undone.status).toBe(0);
    expect(await lines()).toBe('fermer\npreparer\nranger\nouvrir\n');
    const again = await place.runbook('undo', runId);
    expect(again.stderr).toContain(`l’exécution ${runId} a été défaite`);
    expect(again.status).toBe(2);
    expect((await place.runbook('list', '.')).stdout).toMatch(/a sur ici, par \S+ : défaite/);
  });

  test('down to a step: the rest stays, and the run can go on', async () => {
    await place.write('a.md', page('a', closing));
    await place.runbook('run', 'a.md');
    const runId = await lastRun();
    const { status, stdout } = await place.runbook('undo', runId, 'preparer');
    expect(stdout).toContain('défait jusqu’à « preparer »');
    expect(status).toBe(0);
    expect(await lines()).toBe('fermer\npreparer\nranger\n');
    const before = await readFile(join(place.state, 'runbook/runs', runId, 'journal.jsonl'), 'utf8');
    const unknown = await place.runbook('undo', runId, 'suite');
    expect(unknown.stderr).toContain('« suite » n’a rien qui se défasse');
    expect(await readFile(join(place.state, 'runbook/runs', runId, 'journal.jsonl'), 'utf8')).toBe(before);
    await place.write('pret', '');
    expect((await place.runbook('resume', runId)).status).toBe(0);
    expect(await lines()).toBe('fermer\npreparer\nranger\npreparer\nsuite\n');
  });

  test('runs the recorded text, whatever became of the page', async () => {
    await place.write('a.md', page('a', closing));
    await place.runbook('run', 'a.md');
    await rm(path('a.md'));
    expect((await place.runbook('undo', await lastRun())).status).toBe(0);
    expect(await lines()).toBe('fermer\npreparer\nranger\nouvrir\n');
  });

  test('includes the step that failed half way', async () => {
    const body = [
      step('step="moitie"', 'echo fait >> journal\nfalse'),
      step('undo="moitie"', 'echo defait >> journal'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    await place.runbook('run', 'a.md');
    expect((await place.runbook('undo', await lastRun())).status).toBe(0);
    expect(await lines()).toBe('fait\ndefait\n');
  });

  test('one that destroys is confirmed like a step', async () => {
    const body = [
      step('step="copier"', 'touch copie'),
      step('undo="copier" danger="la copie"', 'rm -f copie'),
      step('check="non"', 'false'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    await place.runbook('run', 'a.md');
    const runId = await lastRun();
    const refused = await place.runbook('undo', runId);
    expect(refused.stderr).toContain('--confirm ici');
    expect(refused.status).toBe(3);
    expect(existsSync(path('copie'))).toBe(true);
    expect((await place.runbook('undo', runId, '--confirm', 'ici')).status).toBe(0);
    expect(existsSync(path('copie'))).toBe(false);
  });

  test('says exactly what stands when an undo fails', async () => {
    const body = closing.replace('echo "$OUVERTURE" >> journal', 'test -e cle');
    await place.write('a.md', page('a', body));
    await place.runbook('run', 'a.md');
    const runId = await lastRun();
    const { status, stdout } = await place.runbook('undo', runId);
    expect(stdout).toContain(
      'l’annulation de « fermer » a échoué : statut 1 au lieu de 0 ; défait : « preparer » ; reste en place : « fermer »',
    );
    expect(status).toBe(1);
    // It may have taken the step back in part: nobody goes on as if that stood.
    const resumed = await place.runbook('resume', runId);
    expect(resumed.stdout).toContain('L’annulation de cette étape n’est pas allée à son terme');
    expect(resumed.status).toBe(5);
    await place.write('cle', '');
    expect((await place.runbook('undo', runId)).status).toBe(0);
    expect(await lines()).toBe('fermer\npreparer\nranger\n');
  });

  test('an undo that would read what died with the shell of its step needs a person', async () => {
    const body = [
      step(
        'step="creer"',
        'DOSSIER=neuf\nmkdir neuf\ntouch commence\nwhile ! [ -e laisser-finir ]; do sleep 0.05; done',
      ),
      step('undo="creer" danger="le dossier neuf"', 'rmdir "./${DOSSIER:-ancien}"'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    const running = place.start('run', 'a.md');
    await until(() => existsSync(path('commence')));
    running.kill('SIGKILL');
    await running;
    await place.write('laisser-finir', '');
    const { status, stdout } = await place.runbook('undo', await lastRun(), '--confirm', 'ici');
    expect(stdout).toContain('lirait ce qui est perdu (la variable « DOSSIER », que lit « undo-creer »)');
    expect(status).toBe(3);
    expect(existsSync(path('neuf'))).toBe(true);
  });
});

describe('an undo whose runner died may have acted', () => {
  const wait = 'touch commence\nwhile ! [ -e laisser-finir ]; do sleep 0.05; done';
  const interrupted = async (info = '', check = ''): Promise<string> => {
    const body = [
      step('step="un"', 'echo un >> journal'),
      step(`undo="un"${info}`, `echo defait >> journal\n${wait}`),
      check,
      step('check="pret"', 'test -e pret'),
      step('step="suite"', 'echo suite >> journal'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    const running = place.start('undo', await lastRun());
    await until(() => existsSync(path('commence')));
    running.kill('SIGKILL');
    await running;
    await place.write('pret', '');
    return lastRun();
  };

  test('undo waits for what still runs of it, then asks a person instead of doing it again', async () => {
    const runId = await interrupted();
    const again = place.start('undo', runId);
    let seen = '';
    again.stdout.on('data', (chunk) => {
      seen += chunk;
    });
    await until(() => seen.includes('Elle tourne encore'));
    await place.write('laisser-finir', '');
    const { exitCode, stdout } = await again;
    expect(stdout).toContain('L’exécution s’est interrompue pendant cette étape (« undo-un »');
    expect(stdout).toContain('l’annulation de « un » : aucune vérification ne dit si elle a eu lieu');
    expect(exitCode).toBe(5);
    expect(await lines()).toBe('un\ndefait\n');
    const done = await place.runbook('undo', runId, '--done', 'undo-un');
    expect(done.status).toBe(0);
    expect(await lines()).toBe('un\ndefait\n');
    expect((await place.runbook('list', '.')).stdout).toMatch(/a sur ici, par \S+ : défaite/);
  });

  test('it is done again when a person says so', async () => {
    const runId = await interrupted();
    await place.write('laisser-finir', '');
    const unknown = await place.runbook('undo', runId, '--redo', 'undo-deux');
    expect(unknown.stderr).toContain('n’a pas d’étape « undo-deux »');
    expect(unknown.status).toBe(2);
    const without = await place.runbook('undo', runId, '--redo', 'suite');
    expect(without.stderr).toContain('« suite » n’a pas d’annulation');
    expect(without.stderr).toContain('attendu   un');
    expect(without.status).toBe(2);
    // By the name of the step that is taken back, or by the undo step's own: no two steps could be meant.
    expect((await place.runbook('undo', runId, '--redo', 'un')).status).toBe(0);
    expect(await lines()).toBe('un\ndefait\ndefait\n');
  });

  test('an idempotent one is done again', async () => {
    const runId = await interrupted(' idempotent="true"');
    await place.write('laisser-finir', '');
    expect((await place.runbook('undo', runId)).status).toBe(0);
    expect(await lines()).toBe('un\ndefait\ndefait\n');
  });

  test('resume no longer takes its step for done: the check says whether it is in place', async () => {
    const check = [
      step('check="fait" of="un"', 'if grep -q defait journal; then echo non; else echo oui; fi'),
      '```text output="fait"\noui\n```\n',
      '```text otherwise="fait"\nnon\n```\n',
    ].join('\n');
    const runId = await interrupted('', check);
    await place.write('laisser-finir', '');
    const { status, stdout } = await place.runbook('resume', runId);
    expect(stdout).toContain('L’annulation de cette étape n’est pas allée à son terme, et l’a peut-être');
    expect(stdout).toContain('Elle n’a pas eu lieu : elle est refaite.');
    // The check had succeeded before the undo: it is done again, and fails.
    expect(await lines()).toBe('un\ndefait\nun\n');
    expect(status).toBe(1);
  });

  test('without a check, resume asks a person: status 5, and nothing more runs', async () => {
    const runId = await interrupted();
    await place.write('laisser-finir', '');
    const { status } = await place.runbook('resume', runId);
    expect(status).toBe(5);
    expect(await lines()).toBe('un\ndefait\n');
    const said = await place.runbook('resume', runId, '--redo', 'un');
    expect(said.status).toBe(0);
    expect(await lines()).toBe('un\ndefait\nun\nsuite\n');
  });
});

describe('giving up in a terminal', () => {
  const destroying = [
    step('step="fermer"', 'touch ferme'),
    step('undo="fermer" danger="rien"', 'unlink ferme'),
    step('step="detruire" danger="tout"', 'rm -f donnees'),
  ].join('\n');

  test('at the point of no return, what was done can be taken back at once', async () => {
    await place.write('a.md', page('a', destroying));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.answer('Que faire ?', 'Enter');
    await terminal.see('Que faire ?', 2);
    await terminal.press('Enter');
    await terminal.answer('tapez le nom de la cible (ici)', 'Enter');
    await terminal.answer('Ce qui a été fait reste en place : fermer.', 'Down', 'Enter');
    await terminal.answer('exécuter cette étape ?', 'Down', 'Enter');
    await terminal.see('Défaite');
    expect(await terminal.status()).toBe(1);
    expect(existsSync(path('ferme'))).toBe(false);
  });

  test('what was done is not offered to be taken back on a target that is no longer the one of the plan', async () => {
    await place.write('qui', 'lycee-a');
    await place.write(
      'targets.yaml',
      'targets: { ici: { description: Essai, kind: local, identity: { command: [cat, qui] } } }\n',
    );
    await place.write('a.md', page('a', destroying));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.answer('Que faire ?', 'Enter');
    await terminal.see('Que faire ?', 2);
    await place.write('qui', 'lycee-b');
    await terminal.press('Enter');
    await terminal.see('La cible n’est plus celle du plan');
    expect(await terminal.status()).toBe(3);
    expect(existsSync(path('ferme'))).toBe(true);
  });

  test('what died with the shell of a step can be set by hand before its undo reads it', async () => {
    const body = [
      step('step="creer"', 'DOSSIER=neuf\nmkdir neuf\ntouch commence\nwhile ! [ -e suite ]; do sleep 0.05; done'),
      step('undo="creer" danger="le dossier neuf"', 'rmdir "./$DOSSIER"'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    const running = place.start('run', 'a.md');
    await until(() => existsSync(path('commence')));
    running.kill('SIGKILL');
    await running;
    await place.write('suite', '');
    terminal = await openTerminal(place, ['undo', await lastRun()]);
    await terminal.see('L’annulation de « creer » lirait ce qui est perdu');
    await terminal.answer('Continuer : c’est posé', 'Down', 'Enter');
    await terminal.reply('Shell dans la session', 'DOSSIER=neuf; exit');
    await terminal.see('Que faire ?', 2);
    await terminal.press('Down', 'Down', 'Enter');
    await terminal.answer('exécuter cette étape ?', 'Down', 'Enter');
    await terminal.see('Défaite');
    expect(existsSync(path('neuf'))).toBe(false);
  });

  const failing = [
    step('step="fermer"', 'touch ferme\nfalse'),
    step('undo="fermer" danger="rien"', 'unlink ferme'),
    step('step="suite"', 'touch suite'),
  ].join('\n');

  test('a step that failed, then was passed over, is taken back too', async () => {
    await place.write('a.md', page('a', failing));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.answer('Que faire ?', 'Enter');
    await terminal.answer('Continuer sans elle', 'Down', 'Down', 'Enter');
    await terminal.reply('Pourquoi ?', 'fermée à la main');
    await terminal.see('« suite »');
    await terminal.answer('Annuler ce qui a été fait', 'Escape');
    await terminal.see('reste en place (une étape d’annulation existe) : fermer');
    expect(await terminal.status()).toBe(130);
    const runId = await lastRun();
    expect((await place.runbook('undo', runId, '--confirm', 'ici')).status).toBe(0);
    expect(existsSync(path('ferme'))).toBe(false);
  });

  test('a step that failed is taken back also from the question before its second try', async () => {
    await place.write('a.md', page('a', failing));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.answer('Que faire ?', 'Enter');
    await terminal.answer('Continuer sans elle', 'Enter');
    await terminal.see('Que faire ?', 3);
    await terminal.press('Down', 'Down', 'Down', 'Enter');
    await terminal.answer(
      'Annulation de « fermer », risque destructif (rien) : exécuter cette étape ?',
      'Down',
      'Enter',
    );
    await terminal.see('Défaite');
    expect(existsSync(path('ferme'))).toBe(false);
  });

  test('the undo of a step that died with its shell, then was passed over, asks before it reads what is lost', async () => {
    const body = [
      step('step="creer"', 'DOSSIER=neuf\nmkdir neuf\nkill -KILL $$'),
      step('undo="creer" danger="le dossier neuf"', 'rmdir "./${DOSSIER:-ancien}"'),
      step('step="suite"', 'touch suite'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.answer('Que faire ?', 'Enter');
    await terminal.reply('tapez le nom de la cible', 'ici');
    await terminal.answer('Continuer sans elle', 'Down', 'Down', 'Enter');
    await terminal.reply('Pourquoi ?', 'faite à la main');
    await terminal.answer('« suite »', 'Down', 'Down', 'Down', 'Enter');
    await terminal.see('L’annulation de « creer » lirait ce qui est perdu');
    await terminal.answer('Continuer : c’est posé', 'Escape');
    expect(await terminal.status()).toBe(3);
    expect(existsSync(path('neuf'))).toBe(true);
  });

  test('before any step, and when the run is resumed', async () => {
    await place.write('a.md', page('a', destroying));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.answer('Que faire ?', 'Enter');
    await terminal.answer('Annuler ce qui a été fait', 'Escape');
    await terminal.status();
    await terminal.close();
    terminal = await openTerminal(place, ['resume']);
    await terminal.answer('Annuler ce qui a été fait', 'Down', 'Down', 'Down', 'Enter');
    await terminal.answer('exécuter cette étape ?', 'Down', 'Enter');
    await terminal.see('Défaite');
    expect(existsSync(path('ferme'))).toBe(false);
  });
});
