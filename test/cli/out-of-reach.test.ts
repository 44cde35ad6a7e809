import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRoot } from '../support/account.ts';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  await place.write('a.md', page('a', step('check="un"', 'true')));
  await symlink('boucle', join(place.folder, 'boucle'));
  await place.write('fichier', '');
});
afterEach(() => place.remove());

async function called(env: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const options = { cwd: place.folder, env: { ...place.env, ...env }, reject: false, stdin: 'ignore' } as const;
  const { exitCode, stdout, stderr } = await execa(process.execPath, [cli, ...words], options);
  return { status: exitCode, stderr, said: `${stdout}\n${stderr}`.replaceAll(/\s+/g, ' ') };
}

describe.each([
  ['a name that is too long', 'a'.repeat(300), 'nom ou chemin trop long, ENAMETOOLONG'],
  ['a path that is too long', `dossier${'/dossier'.repeat(700)}`, 'nom ou chemin trop long, ENAMETOOLONG'],
  ['a link to itself', 'boucle/x', 'ELOOP'],
  ['a path behind a file', 'fichier/x', 'ENOTDIR'],
])('%s is no fault of runbook', (_, name, cause) => {
  test('as the folder of reports', async () => {
    const run = await called({}, 'run', 'a.md', '--report', name);
    expect(run.said).toContain(cause);
    expect(run.said).toContain('rien n’a été exécuté où');
    expect(run.status).toBe(2);
    const doctor = await called({}, 'doctor', 'a.md', '--report', name);
    expect(doctor.said).toContain(`✗ dossier des rapports : ${join(place.folder, name)}`);
    expect(doctor.said).toContain(cause === 'ENOTDIR' ? 'fichier : ce n’est pas un dossier' : cause);
    expect(doctor.status).toBe(1);
  });

  test('as the folder of the state', async () => {
    const env = { XDG_STATE_HOME: join(place.folder, name) };
    const run = await called(env, 'run', 'a.md');
    expect(run.said).toContain(`rien ne peut être gardé des exécutions (`);
    expect(run.said).toContain(cause);
    expect(run.status).toBe(4);
    for (const words of [['history'], ['resume'], ['journal', 'verify']]) {
      const { status, stderr } = await called(env, ...words);
      const runs = join(place.folder, name, 'runbook/runs');
      expect(
        stderr.replace(/\([^()]*E\w+\)$/m, '(CAUSE)'),
      ).toBe(`✗ les exécutions ne peuvent pas être cherchées dans ${runs} (CAUSE)
  où        ${runs}
  attendu   un dossier que ce compte peut lire et traverser
  à faire   vérifiez ce chemin, ses droits et les variables qui le disent (XDG_STATE_HOME, RUNBOOK_OPERATORS_FOLDER)`);
      expect(stderr).toContain(cause);
      expect(status).toBe(4);
    }
    const doctor = await called(env, 'doctor', 'a.md');
    expect(doctor.said).toContain('✗ dossier d’état :');
    expect(doctor.said).toContain(cause);
    expect(doctor.status).toBe(1);
  });

  test('as the folder that operators share', async () => {
    const env = { RUNBOOK_OPERATORS_FOLDER: join(place.folder, name) };
    for (const words of [['history'], ['doctor'], ['run', 'a.md']]) {
      const { status, said } = await called(env, ...words);
      expect(said).toContain('les exécutions que partagent les opérateurs ne peuvent pas être cherchées dans');
      expect(said).toContain(cause);
      expect(status).toBe(words[0] === 'doctor' ? 6 : 0);
    }
    await place.write('targets.yaml', 'targets: { ici: { description: Essai, kind: local, operators: root } }\n');
    const run = await called(env, 'run', 'a.md');
    expect(run.said).toContain('le dossier que partagent les opérateurs de cette cible ne peut pas être créé (');
    expect(run.status).toBe(4);
    const doctor = await called(env, 'doctor', 'a.md');
    expect(doctor.said).toContain('✗ dossier des opérateurs :');
    expect(doctor.status).toBe(1);
  });
});

test.runIf(isRoot)('a file in the place of the runs of a group leaves them out, and hides no other run', async () => {
  await place.runbook('run', 'a.md');
  const shared = join(place.folder, '.operators/daemon');
  await mkdir(join(place.folder, '.operators'));
  await execa('install', ['-d', '-o', 'root', '-g', 'daemon', '-m', '2770', shared]);
  await place.write('.operators/daemon/runs', '');
  const { status, said } = await called({}, 'history');
  expect(said).toContain(`les exécutions ne peuvent pas être cherchées dans ${shared}/runs (`);
  expect(said).toContain('1 exécution');
  expect(status).toBe(0);
});
