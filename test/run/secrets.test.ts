import { existsSync } from 'node:fs';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRoot } from '../support/account.ts';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, output, page, step } from '../support/runbook-cli.ts';
import { openTerminal } from '../support/terminal.ts';

const SECRET = 'mot-de-passe-tres-secret-1234';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  await place.write('pw', SECRET);
  await chmod(join(place.folder, 'pw'), 0o600);
});
afterEach(() => place.remove());

const declared = '  variables:\n    PW: { description: Mot de passe, secret: true }\n';
const named = `${declared}    NOM: { description: Un nom, type: string }\n`;

/** A target that has the secret, and whatever else. */
const target = (rest = '') =>
  place.write(
    'targets.yaml',
    `targets:\n  ici:\n    description: Essai.\n    kind: local\n    secrets: { PW: { file: pw } }\n${rest}`,
  );

/** The files that `runbook` wrote, of its own or for the operators, and that hold the secret. */
async function leaks(): Promise<readonly string[]> {
  const folders = [place.state, join(place.folder, '.operators')];
  const entries = await Promise.all(
    folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])),
  );
  const files = entries.flat().flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const));
  return texts.filter(([, text]) => text.includes(SECRET)).map(([file]) => file);
}

const hasRun = (): boolean => existsSync(join(place.folder, 'fait'));

describe('a plan that shows a secret is refused before anything runs', () => {
  test('in a value', async () => {
    await target();
    await place.write('a.md', page('a', step('step="agir"', 'touch fait'), named));
    const { status, stderr } = await place.runbook('run', 'a.md', '--var', `NOM=x-${SECRET}`);
    expect(stderr).toBe(
      '✗ la valeur de NOM contient la valeur du secret PW : elle serait écrite au journal et montrée\n' +
        '  où        a.md\n' +
        '  à faire   déclarez NOM « secret: true », ou donnez une autre valeur',
    );
    expect(status).toBe(3);
    expect(hasRun()).toBe(false);
    expect(await leaks()).toEqual([]);
  });

  test('in the text of a step', async () => {
    await target();
    await place.write('a.md', page('a', step('step="agir"', `touch fait; echo ${SECRET}`), declared));
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain('l’étape « agir » contient la valeur du secret PW');
    expect(stderr).toContain('a.md:12:1');
    expect(stderr).not.toContain(SECRET);
    expect(status).toBe(3);
    expect(hasRun()).toBe(false);
    expect(await leaks()).toEqual([]);
  });

  test.each([
    ['the sentence before a step', page('a', `Avec ${SECRET} :\n\n${step('step="agir"', 'touch fait')}`, declared)],
    ['an expected output', page('a', `${step('check="lire"', 'touch fait')}\n${output('lire', SECRET)}`, declared)],
  ])('in %s, which the journal keeps too', async (_where, text) => {
    await target();
    await place.write('a.md', text);
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain('contient la valeur du secret PW : elle serait écrite au journal et montrée');
    expect(stderr).not.toContain(SECRET);
    expect(status).toBe(3);
    expect(hasRun()).toBe(false);
    expect(await leaks()).toEqual([]);
  });

  test('in what the target says of itself', async () => {
    await target('    identity: { command: [cat, pw] }\n');
    await place.write('a.md', page('a', step('step="agir"', 'touch fait'), declared));
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain('l’identité de la cible contient la valeur du secret PW');
    expect(status).toBe(3);
    expect(hasRun()).toBe(false);
  });

  test('in the words of a service, which every account can read while it runs', async () => {
    await target(`    services: { db: { exec: [psql, "password=${SECRET}"] } }\n`);
    await place.write('a.md', page('a', step('step="agir"', 'touch fait'), declared));
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain('la commande @db contient la valeur du secret PW');
    expect(stderr).toContain('donnez-le par « env: { …: { secret: PW } } », et changez ce secret');
    expect(status).toBe(3);
    expect(hasRun()).toBe(false);
  });
});

test('a secret typed as a reason is masked in the journal and in the reports', async () => {
  await target();
  await place.write(
    'a.md',
    page('a', `${step('step="un"', 'touch un')}\n${step('step="deux"', 'touch deux')}`, declared),
  );
  const terminal = await openTerminal(place, ['run', 'a.md']);
  try {
    await terminal.see('Que faire ?');
    await terminal.press('Down', 'Enter');
    await terminal.see('Pourquoi ?');
    await terminal.type(`fait avec ${SECRET}`);
    await terminal.press('Enter');
    await terminal.see('Que faire ?', 2);
    await terminal.press('Enter');
    expect(await terminal.status()).toBe(0);
  } finally {
    await terminal.close();
  }
  expect(await leaks()).toEqual([]);
  const [run = ''] = await readdir(join(place.state, 'runbook/runs'));
  expect(await readFile(join(place.state, 'runbook/runs', run, 'rapport.md'), 'utf8')).toContain('fait avec ***');
});

test.runIf(isRoot)(
  'a secret typed as the reason of the point of no return is masked wherever the reason is kept',
  async () => {
    await target('    protected: true\n    operators: root\n');
    await place.write('un', '');
    await place.write('a.md', page('a', step('step="vider" danger="Le fichier."', 'rm un'), declared));
    const terminal = await openTerminal(place, ['run', 'a.md']);
    try {
      await terminal.see('Que faire ?');
      await terminal.press('Enter');
      await terminal.see('tapez le nom de la cible');
      await terminal.type('ici');
      await terminal.press('Enter');
      await terminal.see('Pourquoi ?');
      await terminal.type(`ticket ${SECRET}`);
      await terminal.press('Enter');
      expect(await terminal.status()).toBe(0);
    } finally {
      await terminal.close();
    }
    expect(await leaks()).toEqual([]);
  },
);

describe('the secret of a service', () => {
  const service =
    '    services: { db: { exec: [sh, -c, \'echo "<$PGPASSWORD>"; eval "$1"\', sh], env: { PGPASSWORD: { secret: PW } } } }\n';

  test('needs no word in the page: the service is given it, and it is masked', async () => {
    await target(service);
    await place.write(
      'a.md',
      page('a', step('step="agir"', '@db true; echo "${PGPASSWORD-rien} ${PW-rien}"; X=$(@db true)')),
    );
    const { status, stdout, stderr } = await place.runbook('run', 'a.md', '--confirm', 'ici');
    expect(stderr).toBe('');
    expect(stdout).toContain('│ <***>\n  │ rien rien\n');
    expect(stdout).toContain('La variable « X » contient la valeur d’un secret : elle ne dure qu’une étape.');
    expect(status).toBe(0);
    expect(await leaks()).toEqual([]);
  });

  test('that cannot be read stops a runbook that calls it, before anything', async () => {
    await target(service);
    await chmod(join(place.folder, 'pw'), 0o644);
    await place.write('a.md', page('a', step('step="agir"', 'touch fait; @db true')));
    const { status, stderr } = await place.runbook('run', 'a.md', '--confirm', 'ici');
    expect(stderr).toContain('le secret PW est dans un fichier lisible par d’autres (644)');
    expect(status).toBe(3);
    expect(hasRun()).toBe(false);
  });

  test('that cannot be read stops no other; the service says so when it is called all the same', async () => {
    await target(service);
    await chmod(join(place.folder, 'pw'), 0o644);
    await place.write('a.md', page('a', step('step="agir" status="127"', 'COMMANDE=db; "@$COMMANDE" true')));
    const { status, stdout } = await place.runbook('run', 'a.md', '--confirm', 'ici');
    expect(stdout.replaceAll(place.folder, 'DOSSIER')).toContain(
      '@db : le secret PW n’a pas pu être lu au début. Vérifiez-le (secrets, dans DOSSIER/targets.yaml), puis recommencez.',
    );
    expect(status).toBe(0);
  });

  test('that does not know a verb says which, and where to write it', async () => {
    await target(service);
    await place.write('a.md', page('a', step('step="agir" status="127"', 'COMMANDE=db:stop; "@$COMMANDE"')));
    const { status, stdout } = await place.runbook('run', 'a.md', '--confirm', 'ici');
    expect(stdout.replaceAll(place.folder, 'DOSSIER')).toContain(
      '@db:stop : la cible « ici » ne dit pas comment faire « stop » pour « db ». Donnez-lui la liste de mots « stop: » dans DOSSIER/targets.yaml.',
    );
    expect(status).toBe(0);
  });
});

test('the choices of a variable are read with the secrets of the services, and are not shown when they hold one', async () => {
  await target(
    '    services: { db: { exec: [sh, -c, \'echo "base-$PGPASSWORD"\'], env: { PGPASSWORD: { secret: PW } } } }\n',
  );
  const choices = '  variables:\n    NOM: { description: Un nom, type: string, choices: { command: "@db cat" } }\n';
  await place.write('a.md', page('a', step('step="agir"', 'touch fait'), choices));
  const { status, stderr } = await place.runbook('run', 'a.md');
  expect(stderr).not.toContain(SECRET);
  expect(stderr).toContain('NOM');
  expect(status).toBe(2);
  expect(hasRun()).toBe(false);
});
