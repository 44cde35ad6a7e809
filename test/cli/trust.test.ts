import { existsSync } from 'node:fs';
import { chmod, chown, lchown, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { compileCacheFolder } from '../../runbook-runner/src/cli/compile-cache.ts';
import type { Account, Accounts } from '../support/account.ts';
import { account, canUseAccounts, isRoot, makeAccounts, numbered } from '../support/account.ts';
import { removeFolder } from '../support/remove-folder.ts';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace(
    'targets: { ici: { description: Essai, kind: local, identity: { command: [touch, execute] } } }\n',
  );
  await place.write('a.md', page('a', step('step="un"', 'touch execute')));
});
afterEach(() => place.remove());

const executed = (): boolean => existsSync(join(place.folder, 'execute'));

describe('nothing that another account can write is executed', () => {
  test.each(['targets.yaml', 'a.md'])('%s, when everybody may write to it', async (name) => {
    await chmod(join(place.folder, name), 0o666);
    if (name === 'a.md') await place.write('targets.yaml', 'targets: { ici: { description: Essai, kind: local } }\n');
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain(`tout le monde peut écrire dans ${join(place.folder, name)}, et son texte`);
    expect(status).toBe(3);
    expect(executed()).toBe(false);
  });

  test('a folder where everybody may replace the file', async () => {
    await chmod(place.folder, 0o777);
    const { status, stderr } = await place.runbook('plan', 'a.md');
    expect(stderr).toContain('tout le monde peut écrire dans');
    expect(status).toBe(3);
    expect(executed()).toBe(false);
  });

  test.runIf(isRoot)('a file of another account', async () => {
    await chown(join(place.folder, 'targets.yaml'), 65534, 65534);
    const { status, stderr } = await place.runbook('plan', 'a.md');
    expect(stderr).toContain('appartient à un autre compte (nobody, uid 65534), et son texte serait exécuté');
    expect(stderr).toContain('/etc/runbook/trust');
    expect(status).toBe(3);
    expect(executed()).toBe(false);
  });

  test('a folder further up where everybody may replace the project', async () => {
    await mkdir(join(place.folder, 'projet/runbooks'), { recursive: true });
    for (const name of ['targets.yaml', 'a.md'])
      await place.write(`projet/runbooks/${name}`, await readFile(join(place.folder, name), 'utf8'));
    await chmod(place.folder, 0o777);
    // A state that could be kept: that is not why it is refused.
    const state = await mkdtemp(join(tmpdir(), 'runbook-state-'));
    onTestFinished(() => removeFolder(state));
    const { exitCode, stderr } = await execa(process.execPath, [cli, 'run', 'a.md'], {
      cwd: join(place.folder, 'projet/runbooks'),
      env: { ...place.env, XDG_STATE_HOME: state },
      reject: false,
    });
    expect(stderr.replaceAll(place.folder, 'DOSSIER')).toMatchInlineSnapshot(`
      "✗ tout le monde peut écrire dans DOSSIER, et le texte de ce fichier serait exécuté
        où        DOSSIER/projet/runbooks/targets.yaml
        attendu   un fichier et des dossiers de ce compte ou de root, que les autres ne peuvent pas modifier
        à faire   chmod o-w DOSSIER"
    `);
    expect(exitCode).toBe(3);
    await chmod(place.folder, 0o1777);
    expect((await place.runbook('plan', 'projet/runbooks/a.md')).status).toBe(0);
  });

  test.runIf(isRoot)('a link of another account, although it leads to a file of ours', async () => {
    await mkdir(join(place.folder, 'vrai'));
    await rename(join(place.folder, 'targets.yaml'), join(place.folder, 'vrai/targets.yaml'));
    await symlink('vrai/targets.yaml', join(place.folder, 'targets.yaml'));
    expect((await place.runbook('plan', 'a.md')).status).toBe(0);
    await rm(join(place.folder, 'execute'));
    await lchown(join(place.folder, 'targets.yaml'), 65534, 65534);
    const { status, stderr } = await place.runbook('plan', 'a.md');
    expect(stderr).toContain(`${join(place.folder, 'targets.yaml')} appartient à un autre compte (nobody, uid 65534)`);
    expect(status).toBe(3);
    expect(executed()).toBe(false);
  });

  test.each([
    ['in the middle of a chain of links', 'targets.yaml', 'targets.yaml'],
    ['above the folder that a link names', '', 'targets.yaml'],
  ])('a folder where everybody may replace a link: %s', async (_, linked, file) => {
    await mkdir(join(place.folder, 'vrai'));
    await mkdir(join(place.folder, 'ouvert'));
    await rename(join(place.folder, 'targets.yaml'), join(place.folder, 'vrai/targets.yaml'));
    await symlink(join('../vrai', linked), join(place.folder, 'ouvert/lien'));
    await symlink('ouvert/lien', join(place.folder, linked || 'dossier'));
    if (linked === '') await symlink(join('dossier', file), join(place.folder, file));
    expect((await place.runbook('plan', 'a.md')).status).toBe(0);
    await rm(join(place.folder, 'execute'));
    await chmod(join(place.folder, 'ouvert'), 0o777);
    const { status, stderr } = await place.runbook('plan', 'a.md');
    expect(stderr).toContain(
      `tout le monde peut écrire dans ${join(place.folder, 'ouvert')}, et le texte de ce fichier`,
    );
    expect(status).toBe(3);
    expect(executed()).toBe(false);
  });

  describe.runIf(canUseAccounts)('a file that a group can write to', () => {
    const env = (): Record<string, string> => ({ ...place.env, HOME: place.folder });
    const runAs = ({ runbook }: Pick<Account, 'runbook'>) =>
      runbook(['run', 'a.md'], { cwd: place.folder, env: env() });
    const give = async (uid: number, gid: number) => {
      await chmod(place.folder, 0o755);
      for (const name of ['', 'targets.yaml', 'a.md']) await chown(join(place.folder, name), uid, gid);
      await chmod(join(place.folder, 'a.md'), 0o664);
    };
    let accounts: Accounts;
    beforeEach(async () => {
      accounts = await makeAccounts();
    });
    afterEach(() => accounts.remove());

    test('is as good as the account whose own group it is, as long as it is alone in it', async () => {
      const ours = await accounts.account('a', [accounts.group]);
      const { stdout } = await execa('id', ['--group', ours.name]);
      await give(ours.uid, Number(stdout));
      expect((await runAs(ours)).stderr).toBe('');
      await accounts.account('b', [ours.name]);
      const { status, stderr } = await runAs(ours);
      expect(stderr).toContain(`le groupe « ${ours.name} » peut écrire dans ${join(place.folder, 'a.md')}`);
      expect(stderr).toContain(`« @${ours.name} » à /etc/runbook/trust`);
      expect(status).toBe(3);
    });

    // A directory of accounts may list neither its accounts nor who is in a group.
    test('is refused when nothing says whose own it is, although nobody is known to be in it', async () => {
      await give(0, accounts.gid);
      const { status, stderr } = await place.runbook('run', 'a.md');
      expect(stderr).toContain(`le groupe « ${accounts.group} » peut écrire dans ${join(place.folder, 'a.md')}`);
      expect(status).toBe(3);
    });

    // As in a container that is started with `--user 4242`.
    test('is refused to an account that the system does not know, which may run the others', async () => {
      await give(4242, 4242);
      const unknown = numbered(4242);
      const { status, stderr } = await runAs(unknown);
      expect(stderr).toContain(`le groupe « 4242 » peut écrire dans ${join(place.folder, 'a.md')}`);
      expect(stderr).toMatch(/chmod g-w \S+a\.md$/);
      expect(status).toBe(3);
      await chmod(join(place.folder, 'a.md'), 0o644);
      expect((await runAs(unknown)).stderr).toBe('');
      expect((await unknown.runbook(['history'], { cwd: place.folder, env: env() })).stdout).toContain(
        'par 4242 : réussite',
      );
      const homeless = { ...env(), HOME: '', XDG_STATE_HOME: '' };
      const nowhere = await unknown.runbook(['history'], { cwd: place.folder, env: homeless });
      expect(nowhere.stderr).toContain(
        '✗ ce compte n’a pas de dossier personnel : rien ne dit où garder ses exécutions',
      );
      expect(nowhere.status).toBe(4);
    });
  });
});

describe('nothing is kept, or read again, where another account can write', () => {
  const state = (): string => join(place.state, 'runbook');

  test('a state folder that others can read', async () => {
    await place.runbook('history');
    await mkdir(state(), { recursive: true });
    await chmod(state(), 0o755);
    const { status, stderr } = await place.runbook('history');
    expect(stderr.replaceAll(place.folder, 'DOSSIER')).toMatchInlineSnapshot(`
      "✗ DOSSIER/.state/runbook est ouvert à d’autres comptes (mode 0755) : ce qui est gardé des exécutions n’y serait pas à l’abri
        où        DOSSIER/.state/runbook
        attendu   un dossier de ce compte, lisible de lui seul (0700), sous des dossiers que les autres ne peuvent pas modifier
        à faire   chmod 700 DOSSIER/.state/runbook"
    `);
    expect(status).toBe(3);
  });

  test('a folder above the state where everybody may write', async () => {
    await mkdir(place.state, { recursive: true });
    await chmod(place.state, 0o777);
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain(
      `tout le monde peut écrire dans ${place.state} : ce qui est gardé des exécutions n’y serait`,
    );
    expect(stderr).toContain(`chmod go-w ${place.state}`);
    expect(status).toBe(3);
    expect(executed()).toBe(false);
  });

  test.each(['XDG_STATE_HOME', 'HOME'])('a state that depends on where one stands: %s', async (name) => {
    const env = { ...place.env, XDG_STATE_HOME: '', [name]: 'relatif' };
    const { exitCode, stderr } = await execa(process.execPath, [cli, 'run', 'a.md'], {
      cwd: place.folder,
      env,
      reject: false,
    });
    expect(stderr).toContain(`${name} n’est pas un chemin absolu`);
    expect(exitCode).toBe(2);
    expect(existsSync(join(place.folder, 'relatif'))).toBe(false);
  });

  test.each([
    ['nothing', 'absent'],
    ['itself', '.state'],
  ])('a state that is a link to %s', async (_, to) => {
    await place.write('targets.yaml', 'targets: { ici: { description: Essai, kind: local } }\n');
    await symlink(to, place.state);
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain('rien ne peut être gardé des exécutions (');
    expect(stderr).toContain(`où        ${join(place.state, 'runbook')}`);
    expect(status).toBe(4);
    expect(executed()).toBe(false);
  });

  test.runIf(isRoot)('the state of another account, as « sudo » that keeps HOME finds it', async () => {
    await place.write('targets.yaml', 'targets: { ici: { description: Essai, kind: local } }\n');
    await mkdir(place.state, { recursive: true });
    await chown(place.state, 65534, 65534);
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain(`${place.state} appartient à un autre compte (nobody, uid 65534)`);
    expect(stderr).toContain('sudo -H');
    expect(status).toBe(3);
    expect(executed()).toBe(false);
  });

  test.runIf(isRoot)(
    'the runs of root on a target that root alone operates, when another account has their folder',
    async () => {
      await place.write('targets.yaml', 'targets: { ici: { description: Essai, kind: local, operators: root } }\n');
      const folder = join(place.folder, '.operators/root');
      await mkdir(folder, { recursive: true });
      await chown(folder, 65534, 65534);
      const { status, stderr } = await place.runbook('run', 'a.md');
      expect(
        stderr,
      ).toBe(`✗ ${folder} appartient à un autre compte (nobody, uid 65534) : ce qui est gardé des exécutions n’y serait pas à l’abri
  où        ${folder}
  attendu   un dossier de ce compte, lisible de lui seul (0700), sous des dossiers que les autres ne peuvent pas modifier
  à faire   cherchez qui l’a changé, et vérifiez ce qu’il contient, avant de le rendre à root (chown root)`);
      expect(status).toBe(3);
      expect(executed()).toBe(false);
    },
  );

  test.runIf(canUseAccounts)('an account that has no home says so, and nothing runs', async () => {
    await chmod(place.folder, 0o755);
    await place.write('targets.yaml', 'targets: { ici: { description: Essai, kind: local } }\n');
    const nobody = await account('nobody');
    const env = { ...place.env, HOME: '/nonexistent', XDG_STATE_HOME: '' };
    const { status, stderr } = await nobody.runbook(['run', 'a.md'], { cwd: place.folder, env });
    expect(stderr).toMatchInlineSnapshot(`
      "✗ rien ne peut être gardé des exécutions (accès refusé, EACCES) ; rien n’a été exécuté
        où        /nonexistent/.local/state/runbook
        attendu   un dossier où ce compte peut écrire
        à faire   donnez-lui un dossier personnel (HOME), ou un autre dossier par XDG_STATE_HOME"
    `);
    expect(status).toBe(4);
  });

  test.each([
    ['the folder itself', 'rapports'],
    ['one above it', ''],
  ])('reports where everybody may write: %s', async (_, open) => {
    await place.write('targets.yaml', 'targets: { ici: { description: Essai, kind: local } }\n');
    await mkdir(join(place.folder, 'ouvert/rapports'), { recursive: true });
    await chmod(join(place.folder, 'ouvert', open), 0o777);
    const { status, stderr } = await place.runbook('run', 'a.md', '--report', 'ouvert/rapports');
    expect(stderr).toContain(
      `tout le monde peut écrire dans ${join(place.folder, 'ouvert', open).replace(/\/$/, '')} :`,
    );
    expect(stderr).toContain('rien n’a été exécuté');
    expect(status).toBe(3);
    expect(executed()).toBe(false);
  });

  test('a link in place of a report is replaced, and what it leads to stays as it was', async () => {
    await place.write('targets.yaml', 'targets: { ici: { description: Essai, kind: local } }\n');
    await mkdir(join(place.folder, 'rapports'));
    await place.write('precieux', 'intact');
    for (const name of ['a.md', 'a.json', 'a.md.new'])
      await symlink(join(place.folder, 'precieux'), join(place.folder, 'rapports', name));
    expect((await place.runbook('run', 'a.md', '--report', 'rapports')).status).toBe(0);
    expect(await readFile(join(place.folder, 'precieux'), 'utf8')).toBe('intact');
    expect(await readFile(join(place.folder, 'rapports/a.md'), 'utf8')).toContain('# a');
  });
});

test('compiled code is kept only where no other account can put any', async () => {
  const home = join(place.folder, 'maison');
  await mkdir(join(home, '.cache'), { recursive: true });
  expect(compileCacheFolder({ HOME: home })).toBe(`${home}/.cache/runbook/compile`);
  for (const open of [`${home}/.cache/runbook`, `${home}/.cache`, home]) {
    await chmod(open, 0o777);
    expect(compileCacheFolder({ HOME: home }), open).toBeNull();
    await chmod(open, 0o1777);
    expect(compileCacheFolder({ HOME: home }), open).toBe(
      open.endsWith('runbook') ? null : `${home}/.cache/runbook/compile`,
    );
    await chmod(open, 0o755);
  }
  expect(compileCacheFolder({ HOME: 'maison' })).toBeNull();
});
