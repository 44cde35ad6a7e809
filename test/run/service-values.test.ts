import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Called, Place } from '../support/runbook-cli.ts';
import { localTarget, openPlace, output, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

/** A target whose service `db` is this, with these values. */
const target = (service: string, variables = '', rest = ''): Promise<string> =>
  place.write(
    'targets.yaml',
    `${localTarget}    variables: { ${variables} }\n${rest}    services:\n      db: { ${service} }\n`,
  );

const ROLE = 'exec: [env], env: { PGUSER: { value: DB_ROLE } }';
const declared = '  variables:\n    DB_ROLE: { description: Le rôle, type: identifier, default: korrigo }\n';
const asked = [step('step="un"', '@db printenv PGUSER; echo "${DB_ROLE-rien}"')].join('\n');
const shown = (text: string): string => place.folder && text.replaceAll(place.folder, 'DOSSIER');

describe('a service is given a value under the name that it reads', () => {
  test('that of the target, which the steps do not see', async () => {
    await target(ROLE, 'DB_ROLE: korrigo_prod');
    await place.write('a.md', page('a', `${asked}\n${output('un', 'korrigo_prod\nrien')}`));
    const { status, stdout, stderr } = await place.runbook('run', 'a.md');
    expect(stdout + stderr).not.toContain('✗');
    expect(status).toBe(0);
  });

  test.each<[string, string, readonly string[], string]>([
    ['given on the command line', 'DB_ROLE: korrigo_prod', ['--var', 'DB_ROLE=viatique'], 'viatique'],
    ['given by the target', 'DB_ROLE: korrigo_prod', [], 'korrigo_prod'],
    ['that the page proposes', '', [], 'korrigo'],
  ])('that of the runbook, %s', async (_, variables, words, value) => {
    await target(ROLE, variables);
    await place.write('a.md', page('a', `${asked}\n${output('un', `${value}\n${value}`)}`, declared));
    const { status, stdout, stderr } = await place.runbook('run', 'a.md', ...words);
    expect(stdout + stderr).not.toContain('✗');
    expect(status).toBe(0);
  });

  test('which the plan shows, and its fingerprint covers', async () => {
    await target(ROLE, 'DB_ROLE: korrigo_prod');
    await place.write('a.md', page('a', asked));
    const { stdout } = await place.runbook('plan', 'a.md');
    expect(stdout).toContain('Services @db  PGUSER=$DB_ROLE env\n');
    expect(stdout).toContain('Valeurs  DB_ROLE = korrigo_prod (pour les services)\n');
    const before = JSON.parse((await place.runbook('plan', 'a.md', '--format', 'json')).stdout);
    expect(before.serviceValues).toEqual({ DB_ROLE: 'korrigo_prod' });
    await target(ROLE, 'DB_ROLE: viatique');
    const after = JSON.parse((await place.runbook('plan', 'a.md', '--format', 'json')).stdout);
    expect(after.hash).not.toBe(before.hash);
  });
});

/** What a program of this name was called with: its words, and what of the environment is about PostgreSQL. */
async function calledAs(program: string, service: string): Promise<string> {
  await target(service, 'DB_ROLE: korrigo_prod', '    secrets: { PW: { file: pw } }\n');
  await place.write('pw', 'tres-secret-12345');
  await chmod(join(place.folder, 'pw'), 0o600);
  await place.command(
    program,
    '{ echo "$@"; env | grep -E "^(PGUSER|PGDATABASE|PGPASSWORD|DB_)" | sort; } >> "$(dirname "$0")/appel"',
  );
  await place.write('a.md', page('a', step('step="un"', '@db psql'), declared));
  expect(await place.runbook('run', 'a.md', '--confirm', 'ici')).toMatchObject({ status: 0 });
  return shown(await readFile(join(place.folder, 'bin/appel'), 'utf8'));
}

describe('what sets it', () => {
  test('Compose: an option, as what Compose itself has in its environment overrides its .env', async () => {
    const service =
      'compose: c.yml, pass: [DB_ROLE], env: { PGUSER: { value: DB_ROLE }, PGDATABASE: korrigo, PGPASSWORD: { secret: PW } }';
    expect(await calledAs('docker', service)).toBe(
      'compose --file DOSSIER/c.yml exec -T --env PGUSER=korrigo_prod --env PGDATABASE=korrigo --env PGPASSWORD --env DB_ROLE=korrigo_prod db psql\n' +
        'PGPASSWORD=tres-secret-12345\n',
    );
  });

  test('words that the file gives in their place: their environment, which nothing else could be', async () => {
    const service =
      'compose: c.yml, exec: [podman, exec, db], pass: [DB_ROLE], env: { PGUSER: { value: DB_ROLE }, PGDATABASE: korrigo }';
    expect(await calledAs('podman', service)).toBe(
      'exec db psql\nDB_ROLE=korrigo_prod\nPGDATABASE=korrigo\nPGUSER=korrigo_prod\n',
    );
  });

  test('Kubernetes: a word, as for a text of the file', async () => {
    const service = 'kubernetes: statefulset/db, env: { PGUSER: { value: DB_ROLE }, PGDATABASE: korrigo }';
    expect(await calledAs('kubectl', service)).toBe(
      'exec --stdin statefulset/db -- env PGUSER=korrigo_prod PGDATABASE=korrigo psql\n',
    );
  });
});

describe('a value that nothing gives', () => {
  test('stops a runbook that calls the service, before anything, with the place', async () => {
    await target(ROLE);
    await place.write('a.md', page('a', asked));
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(shown(stderr)).toBe(
      '✗ l’étape « un » appelle @db, qui prend la valeur DB_ROLE : ni la cible « ici » ni ce runbook n’en donnent\n' +
        '  où        DOSSIER/targets.yaml:7:26\n' +
        '  à faire   donnez DB_ROLE dans « variables » de cette cible',
    );
    expect(status).toBe(4);
  });

  test('stops no other; the service says so when it is called all the same', async () => {
    await target(ROLE);
    await place.write('a.md', page('a', step('step="un" status="127"', 'COMMANDE=db; "@$COMMANDE" true')));
    const { status, stdout } = await place.runbook('run', 'a.md', '--confirm', 'ici');
    expect(shown(stdout)).toContain(
      '@db : rien ne donne de valeur à DB_ROLE. Donnez-la dans DOSSIER/targets.yaml, puis recommencez.',
    );
    expect(status).toBe(0);
  });

  test('is told by doctor, of the runbook that calls the service', async () => {
    await target(ROLE);
    await place.write('a.md', page('a', asked));
    const { stdout } = await place.runbook('doctor', 'a.md');
    expect(stdout.replace(/\s+/g, ' ')).toContain('qui prend la valeur DB_ROLE : ni la cible « ici » ni ce runbook');
  });

  test('because its source does not answer: doctor tells it once, and what it prevents', async () => {
    await target(ROLE, 'DB_ROLE: { dotenv: .env, name: POSTGRES_USER }');
    await place.write('a.md', page('a', asked));
    const { stdout } = await place.runbook('doctor', 'a.md', '--format', 'json');
    const entries: readonly { id: string; reasons?: unknown; blockedBy?: unknown }[] = JSON.parse(stdout).entries;
    expect(entries.find(({ id }) => id === 'runbook:a')).toMatchObject({
      reasons: [],
      blockedBy: expect.arrayContaining(['value:DB_ROLE']),
    });
  });

  test.each<[string, string, string, string]>([
    ['an empty one', ROLE, "DB_ROLE: ''", 'DB_ROLE : «  » est vide'],
    [
      'one of two lines',
      ROLE,
      'DB_ROLE: { command: [printf, "a\\\\nb"] }',
      'DB_ROLE : « a\nb » contient un saut de ligne',
    ],
  ])('%s', async (_, service, variables, message) => {
    await target(service, variables);
    await place.write('a.md', page('a', asked));
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain(`✗ ${message}`);
    expect(shown(stderr)).toContain('  où        DOSSIER/targets.yaml:7:26\n');
    expect(status).toBe(2);
  });
});

describe('a value that nothing ever could give is refused as the file is read', () => {
  const secrets = '    secrets: { PW: { file: pw } }\n';
  test.each<[string, string, string, string]>([
    [
      'a name that no runbook may declare',
      'exec: [env], env: { PGUSER: { value: PGUSER } }',
      '',
      'le service « db » prend la valeur PGUSER, que « variables » ne donne pas, ni aucun runbook ne peut donner : ce nom est lu par les outils de PostgreSQL',
    ],
    [
      'a secret',
      'exec: [env], env: { PGUSER: { value: PW } }',
      '',
      'le service « db » prend la valeur PW, qui est un secret : écrivez { secret: PW }',
    ],
    [
      'a list',
      'exec: [env], env: { PGUSER: { value: COLONNES } }',
      'COLONNES: [a.b]',
      'le service « db » prend la valeur COLONNES, une liste, qui n’est pas une variable d’environnement',
    ],
  ])('%s', async (_, service, variables, message) => {
    await target(service, variables, secrets);
    await place.write('a.md', page('a', asked));
    const { status, stderr }: Called = await place.runbook('plan', 'a.md');
    expect(shown(stderr)).toMatch(/^ {2}où {8}DOSSIER\/targets.yaml:8:\d+$/m);
    expect(stderr).toContain(`✗ ${message}\n`);
    expect(status).toBe(2);
  });
});

test('a run goes on with the values that its services began with, or is refused', async () => {
  await target(ROLE, 'DB_ROLE: korrigo_prod');
  const body = [step('step="un"', '@db printenv PGUSER'), step('check="pret"', 'test -e pret')].join('\n');
  await place.write('a.md', page('a', body));
  expect((await place.runbook('run', 'a.md')).status).toBe(1);
  await place.write('pret', '');
  await target(ROLE, 'DB_ROLE: viatique');
  const refused = await place.runbook('resume');
  expect(refused.stderr).toContain(
    '✗ la cible « ici » n’est plus celle du début de cette exécution :\n' +
      '  DB_ROLE, que reçoit un service : « viatique » au lieu de « korrigo_prod »\n',
  );
  expect(refused.status).toBe(3);
  await target(ROLE, 'DB_ROLE: korrigo_prod');
  expect((await place.runbook('resume')).status).toBe(0);
});
