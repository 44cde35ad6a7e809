import { createHash } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, localTarget, openPlace, output, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace(
    `${localTarget}    variables: { DB_NAME: { dotenv: .env, name: POSTGRES_DB } }\n` +
      '    secrets: { DB_PASSWORD: { dotenv: .env, name: POSTGRES_PASSWORD } }\n',
  );
});
afterEach(() => place.remove());

const path = (name: string): string => join(place.folder, name);

const declared = '  variables:\n    DB_NAME: { description: La base, type: identifier }\n';
const withSecret = `${declared}    DB_PASSWORD: { description: Son mot de passe, secret: true }\n`;
const shown = [
  step('step="un"', 'echo "$DB_NAME"; env | grep -c POSTGRES || true'),
  output('un', 'korrigo_prod\n0'),
].join('\n');

test('a value and a secret are read where Docker Compose reads them', async () => {
  await place.write('.env', 'export POSTGRES_DB = "korrigo_prod" # la base\nPOSTGRES_PASSWORD=\'a$b c#d"e-12345\'\n');
  await chmod(path('.env'), 0o600);
  const hash = createHash('sha256').update('a$b c#d"e-12345').digest('hex');
  const secret = step('check="deux"', `printf %s "$DB_PASSWORD" | sha256sum | grep ${hash}`);
  await place.write('a.md', page('a', [shown, secret].join('\n'), withSecret));
  const { status, stdout, stderr } = await place.runbook('run', 'a.md');
  expect(stdout + stderr).not.toContain('✗');
  expect(status).toBe(0);
});

test('a variable that the operator’s shell exports does not reach Compose, whose .env it would override', async () => {
  await place.write('.env', 'POSTGRES_DB=korrigo_prod\n');
  await place.write('targets.yaml', `${localTarget}    services: { db: { compose: c.yml, env-file: .env } }\n`);
  await place.command('docker', 'echo "$*, POSTGRES_DB=[$POSTGRES_DB]"');
  await place.write('a.md', page('a', step('step="un"', '@db psql')));
  const { stdout } = await execa(process.execPath, [cli, 'run', 'a.md', '--confirm', 'ici'], {
    cwd: place.folder,
    env: { ...place.env, POSTGRES_DB: 'celle-du-terminal' },
    reject: false,
  });
  expect(stdout).toContain('exec -T db psql, POSTGRES_DB=[]\n');
});

describe('a value that cannot be told is refused before anything runs, with its line', () => {
  test.each<[string, string | null, string, string, string]>([
    [
      'a file that is not there',
      null,
      'DOSSIER/.env ne peut pas être lu (le chemin n’existe pas, ENOENT)',
      'DOSSIER/targets.yaml',
      'vérifiez la source de cette valeur dans le fichier des cibles',
    ],
    [
      'a name that is not there',
      'POSTGRES_USER=a\nPOSTGRES_BD=b\n',
      'POSTGRES_DB n’y est pas',
      'DOSSIER/.env',
      'écrivez « name: POSTGRES_BD » dans le fichier des cibles si c’est ce que vous vouliez dire',
    ],
    [
      'no name that is near',
      '# rien\n',
      'POSTGRES_DB n’y est pas',
      'DOSSIER/.env',
      'écrivez POSTGRES_DB=… dans ce fichier, ou corrigez « name » dans le fichier des cibles',
    ],
    [
      'an empty value',
      '\nPOSTGRES_DB= \n',
      'la valeur de POSTGRES_DB est vide',
      'DOSSIER/.env:2',
      'donnez une valeur à POSTGRES_DB',
    ],
    [
      'a value that Compose would make of others',
      'A=1\nPOSTGRES_DB=korrigo_${A}\n',
      'la valeur de POSTGRES_DB contient un « $ », que Docker Compose remplacerait',
      'DOSSIER/.env:2',
      'écrivez la valeur elle-même ; entre apostrophes, ou doublé ($$), un dollar reste un dollar',
    ],
    [
      'a value that Compose would take from its environment',
      'POSTGRES_DB\n',
      'POSTGRES_DB y est sans « = » : Docker Compose prendrait sa valeur dans son propre environnement',
      'DOSSIER/.env:1',
      'écrivez POSTGRES_DB=…',
    ],
    [
      'two values',
      'POSTGRES_DB=korrigo\n\nPOSTGRES_DB=korrigo_prod\n',
      'POSTGRES_DB y a deux valeurs différentes (lignes 1 et 3)',
      'DOSSIER/.env:3',
      'gardez-en une seule ; Docker Compose lit la dernière',
    ],
    [
      'a file that Compose would refuse',
      'POSTGRES_DB=korrigo\nPOSTGRES_PASSWORD="secret\n',
      'un guillemet ouvert n’est pas fermé',
      'DOSSIER/.env:2',
      'corrigez cette ligne : Docker Compose refuserait ce fichier',
    ],
  ])('%s', async (_, text, problem, where, action) => {
    if (text !== null) await place.write('.env', text);
    await place.write('a.md', page('a', shown, declared));
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr.replaceAll(place.folder, 'DOSSIER')).toBe(
      `✗ la valeur DB_NAME de la cible « ici » ne peut pas être lue : ${problem}\n` +
        `  où        ${where}\n` +
        `  à faire   ${action}`,
    );
    expect(status).toBe(4);
  });

  test('the same value twice is one value', async () => {
    await place.write('.env', 'POSTGRES_DB=korrigo_prod\nPOSTGRES_DB="korrigo_prod"\n');
    await place.write('a.md', page('a', shown, declared));
    expect((await place.runbook('run', 'a.md')).status).toBe(0);
  });

  test('a secret in a file that others can read', async () => {
    await place.write('.env', 'POSTGRES_DB=korrigo_prod\nPOSTGRES_PASSWORD=tres-secret-12345\n');
    await chmod(path('.env'), 0o640);
    await place.write('a.md', page('a', `${shown}\n${step('check="deux"', '[ "$DB_PASSWORD" ]')}`, withSecret));
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr.replaceAll(place.folder, 'DOSSIER')).toBe(
      '✗ le secret DB_PASSWORD est dans un fichier lisible par d’autres (640)\n' +
        '  où        DOSSIER/.env\n' +
        '  attendu   un fichier que son seul propriétaire peut lire (600)\n' +
        '  à faire   chmod 600 DOSSIER/.env',
    );
    expect(status).toBe(3);
  });
});

test('doctor says what is wrong with it, and where', async () => {
  await place.write('.env', 'POSTGRES_DB=$A\nPOSTGRES_PASSWORD=tres-secret-12345\n');
  await chmod(path('.env'), 0o600);
  await place.write('a.md', page('a', shown, declared));
  const { stdout } = await place.runbook('doctor', 'a.md');
  const text = stdout.replace(/\s+/g, ' ').replaceAll(place.folder, 'DOSSIER');
  expect(text).toContain(
    'la valeur de POSTGRES_DB contient un « $ », que Docker Compose remplacerait où : DOSSIER/.env:1',
  );
});
