import { existsSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, page, step } from '../support/runbook-cli.ts';
import type { Terminal } from '../support/terminal.ts';
import { openTerminal } from '../support/terminal.ts';
import { until } from '../support/until.ts';

let place: Place;
let terminal: Terminal;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(async () => {
  await terminal.close();
  await place.remove();
});

const path = (name: string): string => join(place.folder, name);

describe('the point of no return', () => {
  const body = [
    step('step="un" danger="Le premier fichier."', 'rm un'),
    step('step="deux" danger="Le second fichier."', 'rm deux'),
  ].join('\n');

  test('shows every loss to come and asks for the name of the target, once; later steps ask for a key', async () => {
    await place.write('un', '');
    await place.write('deux', '');
    await place.write('a.md', page('a', body));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.see('Que faire ?');
    await terminal.press('Enter');
    await terminal.see('tapez le nom de la cible (ici)');
    const screen = await terminal.read();
    expect(screen).toContain('Le premier fichier.');
    expect(screen).toContain('Le second fichier.');
    await terminal.type('prod');
    await terminal.press('Enter');
    await terminal.see('« prod » n’est pas le nom de la cible.');
    expect(existsSync(path('un'))).toBe(true);
    await terminal.see('tapez le nom de la cible', 2);
    await terminal.type('ici');
    await terminal.press('Enter');
    await terminal.see('Étape 2 sur 2');
    expect(existsSync(path('un'))).toBe(false);
    await terminal.see('Que faire ?', 2);
    await terminal.press('Enter');
    await terminal.see('exécuter cette étape ?');
    expect(existsSync(path('deux'))).toBe(true);
    // Enter alone destroys nothing.
    await terminal.press('Down');
    await terminal.press('Enter');
    expect(await terminal.status()).toBe(0);
    expect(existsSync(path('deux'))).toBe(false);
  });

  test('an empty answer stops there: status 3, nothing was executed', async () => {
    await place.write('un', '');
    await place.write('a.md', page('a', body));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.see('Que faire ?');
    await terminal.press('Enter');
    await terminal.see('tapez le nom de la cible');
    await terminal.press('Enter');
    expect(await terminal.status()).toBe(3);
    expect(existsSync(path('un'))).toBe(true);
  });
});

test('a step can be passed with a reason, which the report keeps', async () => {
  await place.write('a.md', page('a', [step('step="un"', 'mkdir un'), step('step="deux"', 'mkdir deux')].join('\n')));
  terminal = await openTerminal(place, ['run', 'a.md', '--report', 'rapports']);
  await terminal.see('Que faire ?');
  await terminal.press('Down', 'Enter');
  await terminal.see('Pourquoi ?');
  await terminal.type('déjà fait hier');
  await terminal.press('Enter');
  await terminal.see('Que faire ?', 2);
  await terminal.press('Enter');
  expect(await terminal.status()).toBe(0);
  expect(existsSync(path('un'))).toBe(false);
  expect(existsSync(path('deux'))).toBe(true);
  expect(await readFile(path('rapports/a.md'), 'utf8')).toContain('passée (déjà fait hier)');
});

test('a shell opened between two steps is the session: what it sets is there for the next step', async () => {
  await place.write('a.md', page('a', step('step="un"', 'echo "$MOT" > mot')));
  terminal = await openTerminal(place, ['run', 'a.md']);
  await terminal.see('Que faire ?');
  await terminal.press('Down', 'Down', 'Enter');
  await terminal.see('« exit » pour revenir');
  await terminal.type('MOT=posé; echo su$((40 + 2))');
  await terminal.press('Enter');
  await terminal.see('su42');
  await terminal.type('exit');
  await terminal.press('Enter');
  await terminal.see('Que faire ?', 2);
  await terminal.press('Enter');
  expect(await terminal.status()).toBe(0);
  expect(await readFile(path('mot'), 'utf8')).toBe('posé\n');
});

describe('a question', () => {
  test('ends with TERM: the run stops and can be resumed', async () => {
    await place.write('a.md', page('a', step('step="un"', 'touch fait')));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.see('Que faire ?');
    await terminate();
    expect(await terminal.status()).toBe(130);
    expect((await place.runbook('resume')).status).toBe(0);
  });

  test('comes back when Escape leaves the one about a reason', async () => {
    await place.write('a.md', page('a', step('step="un"', 'touch fait')));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.see('Que faire ?');
    await terminal.press('Down');
    await terminal.press('Enter');
    await terminal.see('Pourquoi ?');
    await terminal.press('Escape');
    await terminal.see('Que faire ?', 2);
    await terminal.press('Enter');
    expect(await terminal.status()).toBe(0);
    expect(existsSync(path('fait'))).toBe(true);
  });

  test('goes on after Ctrl-Z and fg', async () => {
    await place.write('a.md', page('a', step('step="un"', 'touch fait')));
    const words = [process.execPath, cli, 'run', 'a.md'].map((word) => `'${word}'`).join(' ');
    terminal = await openTerminal(place, [], { program: ['bash', '--norc', '-i'] });
    await terminal.see('bash');
    await terminal.type(`${words}; echo "[fin $?]"`);
    await terminal.press('Enter');
    await terminal.see('Que faire ?');
    await terminal.press('C-z');
    await terminal.see('Stopped');
    await terminal.type('fg; echo "[repris, $?]"');
    await terminal.press('Enter');
    await terminal.see('attend toujours la réponse');
    await terminal.press('Enter');
    await terminal.see('[repris, 0]');
    expect(existsSync(path('fait'))).toBe(true);
  });
});

/** Sends TERM to the runner that works in this place. */
async function terminate(): Promise<void> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const here = (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === place.folder;
    if (here && words.startsWith(`${process.execPath}\0${cli}\0run`)) process.kill(Number(pid), 'SIGTERM');
  }
}

describe('Ctrl-C while a step runs', () => {
  const body = [
    step('step="lent" idempotent="true"', 'touch commence\nwhile ! [ -e fin ]; do sleep 0.05; done'),
    step('step="apres"', 'mkdir apres'),
  ].join('\n');

  test('once: the step finishes first, then the run stops (130) and can be resumed', async () => {
    await place.write('a.md', page('a', body));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.see('Que faire ?');
    await terminal.press('Enter');
    await until(() => existsSync(path('commence')));
    await terminal.press('C-c');
    await terminal.see('Arrêt demandé : cette étape finit d’abord.');
    await place.write('fin', '');
    expect(await terminal.status()).toBe(130);
    expect(existsSync(path('apres'))).toBe(false);
    expect((await place.runbook('resume')).status).toBe(0);
    expect(existsSync(path('apres'))).toBe(true);
  });

  test('twice: the step is interrupted', async () => {
    // One long command: bash outlives an interrupt that comes just as a command of a loop ends by itself.
    await place.write('a.md', page('a', step('step="lent" idempotent="true"', 'touch commence\nsleep 60')));
    terminal = await openTerminal(place, ['run', 'a.md']);
    await terminal.see('Que faire ?');
    await terminal.press('Enter');
    await until(() => existsSync(path('commence')));
    await terminal.press('C-c');
    await terminal.see('Arrêt demandé');
    await terminal.press('C-c');
    expect(await terminal.status()).toBe(130);
    expect(await terminal.read()).toContain('terminée par le signal SIGINT');
  });
});

test('a step whose state is lost is not said to have another output', async () => {
  await place.write(
    'a.md',
    page('a', [step('step="perdre"', 'exec true'), step('step="apres"', 'mkdir apres')].join('\n')),
  );
  terminal = await openTerminal(place, ['run', 'a.md']);
  await terminal.see('Que faire ?');
  await terminal.press('Enter');
  await terminal.see('L’étape est faite, mais l’état du shell est perdu.');
  expect(await terminal.read()).toContain('Continuer avec l’état d’avant cette étape');
});

test('keys pressed while a step runs never answer the next question', async () => {
  const body = [
    step('step="lent"', 'touch commence\nwhile ! [ -e fin ]; do sleep 0.05; done'),
    step('step="apres"', 'mkdir apres'),
  ].join('\n');
  await place.write('a.md', page('a', body));
  terminal = await openTerminal(place, ['run', 'a.md']);
  await terminal.see('Que faire ?');
  await terminal.press('Enter');
  await until(() => existsSync(path('commence')));
  await terminal.press('Enter', 'Enter', 'Enter');
  await place.write('fin', '');
  await terminal.see('Étape 2 sur 2');
  await terminal.see('Que faire ?', 2);
  expect(existsSync(path('apres'))).toBe(false);
  await terminal.press('Enter');
  expect(await terminal.status()).toBe(0);
});

test('while a long step runs, its time and its last lines are shown', async () => {
  const body = step('step="lent"', 'echo "table exams_copy"\ntouch commence\nwhile ! [ -e fin ]; do sleep 0.05; done');
  await place.write('a.md', page('a', body));
  terminal = await openTerminal(place, ['run', 'a.md']);
  await terminal.see('Que faire ?');
  await terminal.press('Enter');
  await terminal.see('… en cours depuis');
  await terminal.see('│ table exams_copy');
  await place.write('fin', '');
  expect(await terminal.status()).toBe(0);
  expect(await terminal.read()).not.toContain('en cours depuis');
});

test('a narrow terminal without colours stays legible', async () => {
  const prose = 'Une phrase assez longue pour ne pas tenir sur une ligne de quarante colonnes.';
  await place.write('a.md', page('a', `## Un titre\n\n${prose}\n\n${step('check="un"', 'true')}`));
  terminal = await openTerminal(place, ['run', 'a.md'], { columns: 40, env: { NO_COLOR: '1' } });
  await terminal.see('Que faire ?');
  await terminal.press('Enter');
  expect(await terminal.status()).toBe(0);
  expect(await terminal.read()).toContain(
    'Une phrase assez longue pour ne pas\ntenir sur une ligne de quarante\ncolonnes.',
  );
});

test('a command that is wider than the terminal keeps its margin, and is told from two commands', async () => {
  const text = 'echo "une très longue commande qui ne tient pas" > /dev/null\necho fin';
  await place.write('a.md', page('a', step('check="un"', text)));
  terminal = await openTerminal(place, ['run', 'a.md'], { columns: 40 });
  await terminal.see('Que faire ?');
  expect(await terminal.read()).toContain(
    ['  │ echo "une très longue commande qui', '  ↪  ne tient pas" > /dev/null', '  │ echo fin'].join('\n'),
  );
});

test('a value is picked in a menu, whose line comes back at the point of no return', async () => {
  const variables = `  variables:
    ARCHIVE:
      description: Archive à restaurer
      type: path
      choices: { command: "printf '%s\\\\t%s\\\\n' /sauvegardes/b.dump '21/11 22:00, vérifiée' /sauvegardes/a.dump '20/11 22:00, vérifiée'" }
`;
  await place.write('precieux', '');
  await place.write(
    'a.md',
    page('a', step('step="un" danger="Tout."', 'rm precieux; echo "$ARCHIVE" > choix'), variables),
  );
  terminal = await openTerminal(place, ['run', 'a.md']);
  await terminal.see('ARCHIVE — Archive à restaurer');
  await terminal.press('Down', 'Enter');
  await terminal.see('Que faire ?');
  await terminal.press('Enter');
  await terminal.see('tapez le nom de la cible');
  expect(await terminal.read()).toContain('  ARCHIVE = /sauvegardes/a.dump\n     20/11 22:00, vérifiée');
  await terminal.type('ici');
  await terminal.press('Enter');
  expect(await terminal.status()).toBe(0);
  expect(await readFile(path('choix'), 'utf8')).toBe('/sauvegardes/a.dump\n');
});
