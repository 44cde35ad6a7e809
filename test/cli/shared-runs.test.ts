import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { account, canUseAccounts } from '../support/account.ts';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  await place.write('a.md', page('a', step('check="un"', 'true')));
});
afterEach(() => place.remove());

/** With another folder in the place of `/var/lib/runbook`. */
async function called(folder: string, ...words: readonly string[]) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [cli, ...words], {
    cwd: place.folder,
    env: { ...place.env, RUNBOOK_OPERATORS_FOLDER: folder },
    reject: false,
    stdin: 'ignore',
  });
  return { status: exitCode, stdout, stderr };
}

describe('a folder of shared runs that cannot be read is no fault of runbook', () => {
  test('a file in its place: each command says it and goes on', async () => {
    const file = await place.write('fichier', '');
    for (const words of [['history'], ['list'], ['journal', 'verify'], ['doctor'], ['run', 'a.md']]) {
      const { status, stdout, stderr } = await called(file, ...words);
      expect((stdout + stderr).replaceAll(/\s+/g, ' '), words.join(' ')).toContain(
        `les exécutions que partagent les opérateurs ne peuvent pas être cherchées dans ${file} (une partie du chemin n’est pas un dossier, ENOTDIR)`,
      );
      expect(status, words.join(' ')).toBe(words[0] === 'doctor' ? 6 : 0);
    }
    const { status, stderr } = await called(file, 'resume');
    expect(stderr).toContain(`  où        ${file}\n`);
    expect(stderr).toContain('RUNBOOK_OPERATORS_FOLDER');
    expect(status).toBe(4);
  });

  test.runIf(canUseAccounts)('one that only root can enter', async () => {
    const nobody = await account('nobody');
    const [folder, home] = [join(place.folder, 'operateurs'), join(place.folder, 'maison')];
    await chmod(place.folder, 0o755);
    await mkdir(folder);
    await chmod(folder, 0o700);
    await mkdir(home);
    await chown(home, nobody.uid, nobody.uid);
    await place.write('targets.yaml', 'targets: { ici: { description: Essai, kind: local, operators: nogroup } }\n');
    const env = { ...place.env, XDG_STATE_HOME: home, RUNBOOK_OPERATORS_FOLDER: folder };
    const history = await nobody.runbook(['history'], { cwd: place.folder, env });
    expect(history.stderr.replaceAll(place.folder, 'DOSSIER')).toMatchInlineSnapshot(`
      "! les exécutions que partagent les opérateurs ne peuvent pas être cherchées dans DOSSIER/operateurs (accès refusé, EACCES) ; les exécutions de ce lieu sont laissées de côté
        où        DOSSIER/operateurs
        attendu   un dossier de root que tous les comptes peuvent lire et traverser (mode 755)
        à faire   sudo chmod 755 DOSSIER/operateurs ; ou corrigez RUNBOOK_OPERATORS_FOLDER, s’il est défini"
    `);
    expect(history.status).toBe(0);
    const run = await nobody.runbook(['run', 'a.md'], { cwd: place.folder, env });
    expect(run.stderr.replaceAll(place.folder, 'DOSSIER')).toMatchInlineSnapshot(`
      "✗ les exécutions que partagent les opérateurs ne peuvent pas être cherchées dans DOSSIER/operateurs (accès refusé, EACCES)
        où        DOSSIER/operateurs
        attendu   un dossier de root que tous les comptes peuvent lire et traverser (mode 755)
        à faire   sudo chmod 755 DOSSIER/operateurs ; ou corrigez RUNBOOK_OPERATORS_FOLDER, s’il est défini"
    `);
    expect(run.status).toBe(4);
  });

  test('a file in the place of the folder in which root would make its own', async () => {
    const file = await place.write('fichier', '');
    await place.write('targets.yaml', 'targets: { ici: { description: Essai, kind: local, operators: root } }\n');
    const { status, stderr } = await called(file, 'run', 'a.md');
    expect(stderr).toContain('le dossier que partagent les opérateurs de cette cible ne peut pas être créé (');
    expect(status).toBe(4);
  });
});

test('a folder of shared runs that depends on where one stands is refused', async () => {
  const { status, stderr } = await called('relatif', 'history');
  expect(stderr).toContain('RUNBOOK_OPERATORS_FOLDER n’est pas un chemin absolu');
  expect(status).toBe(2);
});
