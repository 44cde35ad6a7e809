import { existsSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Account, Accounts } from '../support/account.ts';
import { account, canUseAccounts, makeAccounts } from '../support/account.ts';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';
import { until } from '../support/until.ts';

let accounts: Accounts;
let alice: Account;
let bruno: Account;
let place: Place;

beforeAll(async () => {
  if (!canUseAccounts) return;
  accounts = await makeAccounts();
  alice = await accounts.account('alice', [accounts.group]);
  bruno = await accounts.account('bruno', [accounts.group]);
});
afterAll(() => accounts?.remove());

beforeEach(async () => {
  if (!canUseAccounts) return;
  place = await openPlace(`targets:
  prod:
    description: Un serveur d’essai.
    kind: local
    protected: true
    operators: ${accounts.group}
    cwd: travail
`);
  await chmod(place.folder, 0o755);
  for (const name of ['travail', 'verrous', 'operateurs']) await mkdir(path(name));
  await chown(path('travail'), 0, accounts.gid);
  await chmod(path('travail'), 0o2770);
  await chmod(path('verrous'), 0o1777);
  for (const { name, uid } of [alice, bruno]) {
    await mkdir(path(name));
    await chown(path(name), uid, uid);
    await chmod(path(name), 0o700);
  }
  await shared();
});
afterEach(async () => {
  if (canUseAccounts) await place.remove();
});

const path = (...names: readonly string[]): string => join(place.folder, ...names);
const folder = (): string => path('operateurs', accounts.group);
const done = (name: string): boolean => existsSync(path('travail', name));

/** The folder of the group, by the commands that the documentation gives. */
async function shared(): Promise<void> {
  await execa('install', ['-d', '-o', 'root', '-g', accounts.group, '-m', '2770', folder()]);
}

function env({ name }: Pick<Account, 'name'>): Record<string, string> {
  return {
    HOME: path(name),
    XDG_STATE_HOME: path(name, 'etat'),
    RUNBOOK_LOCK_FOLDER: path('verrous'),
    RUNBOOK_OPERATORS_FOLDER: path('operateurs'),
    NO_COLOR: '1',
  };
}

const as = (who: Account, ...words: readonly string[]) => who.runbook(words, { cwd: place.folder, env: env(who) });
const asRoot = (...words: readonly string[]) =>
  account('root').then((root) => root.runbook(words, { cwd: place.folder, env: env({ name: 'racine' }) }));

/** Starts a run and does not wait for it. */
function start(who: Account, ...words: readonly string[]) {
  return who.start(words, { cwd: place.folder, env: env(who) });
}

async function runs(): Promise<readonly string[]> {
  return (await readdir(join(folder(), 'runs'))).toSorted();
}

const wait = 'touch commence\nwhile ! [ -e laisser-finir ]; do sleep 0.05; done';

/** Alice's runner is killed in the middle of her step. */
async function killed(): Promise<string> {
  const running = start(alice, 'run', 'a.md');
  await until(() => done('commence'));
  running.kill('SIGKILL');
  await running;
  return (await runs()).at(-1) as string;
}

describe.runIf(canUseAccounts)('the run of a target that names its operators', () => {
  test('is resumed by a colleague, with the shell it left, and says who began it and who went on', async () => {
    const body = [
      step('step="un"', 'NOM=valeur; pwd > /dev/null; mkdir un'),
      step('check="pret"', 'test -e pret'),
      step('step="deux"', 'mkdir "$NOM"'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    // An umask that lets nobody in keeps no colleague out.
    const begun = await alice.runbook(['run', 'a.md'], { cwd: place.folder, env: env(alice), umask: '077' });
    expect(begun.status).toBe(1);
    const [runId = ''] = await runs();
    expect((await as(bruno, 'history')).stdout).toContain(`${runId}  a sur prod, par ${alice.name} : échec`);
    expect((await as(bruno, 'list')).stdout).toContain(`${runId}  a sur prod, par ${alice.name} : échec`);
    expect((await as(bruno, 'completion', 'runs')).stdout).toBe(runId);
    await execa('touch', [path('travail/pret')]);
    const { status, stdout, stderr } = await bruno.runbook(['resume'], {
      cwd: place.folder,
      env: env(bruno),
      umask: '077',
    });
    expect(stderr).toBe('');
    expect(stdout).toContain(`reprise de ${runId}`);
    expect(status).toBe(0);
    expect(done('valeur')).toBe(true);
    const report = await readFile(join(folder(), 'runs', runId, 'rapport.md'), 'utf8');
    expect(report).toMatch(
      new RegExp(
        `Cible : \`prod\`, depuis \`.+\`, par \`${alice.name}\`\n- Début : .*\n- Reprise : .*, par \`${bruno.name}\``,
      ),
    );
    expect((await as(alice, 'history')).stdout).toContain(`par ${alice.name}, reprise par ${bruno.name} : réussite`);
    expect((await as(alice, 'journal', 'verify')).stdout).toContain('intact');
  });

  test('goes on with the environment of the colleague, and with what a step changed of it', async () => {
    const said = 'echo "vu $HOME ${SSH_AUTH_SOCK-rien} ${TMPDIR-rien} $TERM $TZ"';
    const body = [
      step('step="un"', `mkdir un; ${said}; export TZ=UTC`),
      step('check="pret"', 'test -e pret'),
      step('step="deux"', `mkdir deux; ${said}`),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    const begun = await alice.runbook(['run', 'a.md'], {
      cwd: place.folder,
      env: { ...env(alice), SSH_AUTH_SOCK: '/agent-fini', TMPDIR: '/fini', TERM: 'vt100', TZ: 'Europe/Paris' },
    });
    expect(begun.stdout).toContain(`vu ${path(alice.name)} /agent-fini /fini vt100 Europe/Paris\n`);
    await execa('touch', [path('travail/pret')]);
    const { status, stdout } = await bruno.runbook(['resume'], {
      cwd: place.folder,
      env: { ...env(bruno), TERM: 'xterm', TZ: 'Europe/Paris' },
    });
    expect(stdout).toContain(`vu ${path(bruno.name)} rien rien xterm UTC\n`);
    expect(status).toBe(0);
  });

  test('is for its members alone to read, whoever wrote it', async () => {
    await place.write('a.md', page('a', [step('step="un"', 'A=1'), step('check="pret"', 'test -e pret')].join('\n')));
    await alice.runbook(['run', 'a.md'], { cwd: place.folder, env: env(alice), umask: '000' });
    await as(bruno, 'resume');
    const entries = await readdir(folder(), { recursive: true, withFileTypes: true });
    const modes = await Promise.all(
      entries.map(async (entry) => {
        const { mode, gid } = await lstat(join(entry.parentPath, entry.name));
        return [entry.name, (mode & 0o7777).toString(8), gid === accounts.gid] as const;
      }),
    );
    expect(modes.filter(([, mode, ours]) => !ours || !['2770', '660'].includes(mode))).toEqual([]);
    expect(modes.map(([name]) => name)).toEqual(
      expect.arrayContaining(['journal.jsonl', 'state.json', 'rapport.md', '01-un-1.log']),
    );
  });

  test('is undone by a colleague', async () => {
    const body = [
      step('step="un"', 'mkdir un'),
      step('undo="un"', 'touch defait'),
      step('check="pret"', 'test -e pret'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    await as(alice, 'run', 'a.md');
    const [runId = ''] = await runs();
    const { status, stderr } = await as(bruno, 'undo', runId);
    expect(stderr).toBe('');
    expect([status, done('defait')]).toEqual([0, true]);
    expect((await as(alice, 'history')).stdout).toContain(`par ${alice.name}, reprise par ${bruno.name} : défaite`);
  });

  test('is abandoned by a colleague, and no longer keeps anybody from beginning', async () => {
    await place.write('a.md', page('a', step('step="lent"', wait)));
    await place.write('b.md', page('b', step('step="autre"', 'mkdir autre')));
    const runId = await killed();
    expect((await as(bruno, 'run', 'b.md')).stderr).toContain(`l’exécution ${runId} (a), lancée par ${alice.name}`);
    const early = await as(bruno, 'abandon', '--confirm', runId, '--reason', 'vu à la main');
    expect(early.stderr).toMatch(new RegExp(`tourne encore \\(processus .*, de ${alice.name}\\)`));
    expect(early.stderr).toContain(`${alice.name} ou root peut l’examiner et l’arrêter`);
    await execa('touch', [path('travail/laisser-finir')]);
    await until(async () => (await as(bruno, 'abandon', '--confirm', runId, '--reason', 'vu')).status === 0);
    expect((await as(alice, 'run', 'b.md')).status).toBe(0);
    expect((await as(alice, 'history')).stdout).toContain(`par ${alice.name} : abandonnée par ${bruno.name} (vu) en `);
    const { stdout } = await as(alice, 'history', '--format', 'json');
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({
        report: expect.objectContaining({
          about: expect.objectContaining({ abandoned: expect.objectContaining({ by: bruno.name, reason: 'vu' }) }),
        }),
      }),
    );
  });

  test('is still written down where all accounts look when closing it is refused, and no more once it is closed', async () => {
    await place.write('a.md', page('a', step('step="lent"', wait)));
    const runId = await killed();
    const written = async () => (await readdir(path('verrous'))).filter((name) => name.includes(runId));
    expect(await written()).toHaveLength(1);
    const close = () => asRoot('abandon', runId, '--confirm', runId, '--reason', 'vu');
    expect((await close()).stderr).toContain('tourne encore');
    expect(await written()).toHaveLength(1);
    await execa('touch', [path('travail/laisser-finir')]);
    await until(async () => (await close()).status === 0);
    expect(await written()).toEqual([]);
  });

  test('whose step is still at work for another account is never taken for ended', async () => {
    const body = [step('step="lent"', `${wait}\nmkdir fait`), step('check="fait" of="lent"', 'test -d fait')];
    await place.write('a.md', page('a', body.join('\n')));
    await killed();
    const stopped = await as(bruno, 'resume', '--stop-survivors');
    expect(stopped.stdout).toMatch(
      new RegExp(`elle tourne encore \\(.*\\), et seul ${alice.name} ou root peut l’arrêter`),
    );
    expect([stopped.status, done('fait')]).toEqual([5, false]);
    await execa('touch', [path('travail/laisser-finir')]);
    const resumed = await as(bruno, 'resume');
    expect(resumed.stdout).toContain('Elle a eu lieu : elle n’est pas refaite.');
    expect(resumed.status).toBe(0);
  });

  test('that left a process of another account in a session of its own: nobody says that it ended', async () => {
    const orphan =
      'setsid sh -c "touch commence; while ! [ -e laisser-finir ]; do sleep 0.05; done" > /dev/null 2>&1 < /dev/null &';
    await place.write('a.md', page('a', step('step="lent"', `${orphan}\nwhile ! [ -e tue ]; do sleep 0.05; done`)));
    const runId = await killed();
    // The shell of the step is gone, and what it started is nobody's child.
    await execa('touch', [path('travail/tue')]);
    await until(async () => {
      const { stdout } = await as(bruno, 'resume', runId, '--done', 'lent');
      return stdout.includes(`des processus de ${alice.name} ne s’examinent pas d’ici`);
    });
    const root = await asRoot('resume', runId, '--stop-survivors', '--done', 'lent');
    expect(root.stdout).toContain('on l’arrête');
    expect(root.status).toBe(6);
  });

  test('that died before its target named any operators still keeps them from beginning, also after a boot', async () => {
    const named = await readFile(path('targets.yaml'), 'utf8');
    const unnamed = named.replace('protected: true', 'protected: false').replace(/ +operators: .*\n/, '');
    await writeFile(path('targets.yaml'), unnamed);
    await place.write('a.md', page('a', step('step="lent"', wait)));
    await place.write('b.md', page('b', step('step="autre"', 'mkdir autre')));
    const running = start(alice, 'run', 'a.md');
    await until(() => done('commence'));
    running.kill('SIGKILL');
    await running;
    await execa('touch', [path('travail/laisser-finir')]);
    await writeFile(path('targets.yaml'), named);
    await execa('sh', ['-c', 'rm "$1"/*', 'sh', path('verrous')]);
    const { status, stderr } = await as(alice, 'run', 'b.md');
    expect(stderr).toMatch(/l’exécution \S+ \(a\), lancée par .*, s’est interrompue sur cette cible/);
    expect([status, done('autre')]).toEqual([3, false]);
  });

  test('resumed by two operators at once goes on once, also when its runbook takes no lock', async () => {
    const body = [step('check="pret"', 'test -e pret'), step('check="lent"', `echo x >> traces\n${wait}`)];
    await place.write('a.md', page('a', body.join('\n'), '  lock: shared\n'));
    await as(alice, 'run', 'a.md');
    await execa('touch', [path('travail/pret')]);
    const [runId = ''] = await runs();
    const first = start(alice, 'resume', runId);
    await until(() => done('commence'));
    const second = await as(bruno, 'resume', runId);
    expect(second.stderr).toContain(`l’exécution ${runId} est déjà en cours, par ${alice.name}@`);
    expect(second.status).toBe(3);
    const abandoned = await as(bruno, 'abandon', runId, '--confirm', runId, '--reason', 'x');
    expect(abandoned.stderr).toContain('une exécution est en cours sur cette cible');
    expect(abandoned.status).toBe(3);
    await execa('touch', [path('travail/laisser-finir')]);
    expect((await first).exitCode).toBe(0);
    expect(await readFile(path('travail/traces'), 'utf8')).toBe('x\n');
  });
});

describe.runIf(canUseAccounts)('who may act', () => {
  beforeEach(() => place.write('a.md', page('a', step('step="un"', 'mkdir un'))));

  test('an account that is not in the group is refused, in words, and sees none of its runs', async () => {
    const nobody = await account('nobody');
    await mkdir(path('nobody'));
    await chown(path('nobody'), nobody.uid, nobody.uid);
    await as(alice, 'run', 'a.md');
    const { status, stderr } = await as(nobody, 'run', 'a.md');
    expect(stderr.replaceAll(accounts.group, 'GROUPE').replaceAll(place.folder, 'DOSSIER')).toMatchInlineSnapshot(`
      "✗ ce compte n’est pas du groupe « GROUPE », dont les membres agissent sur la cible « prod » (operators)
        où        DOSSIER/targets.yaml
        attendu   un membre du groupe « GROUPE », ou root
        à faire   demandez à y être mis : sudo usermod --append --groups GROUPE COMPTE ; puis ouvrez une nouvelle session"
    `);
    expect(status).toBe(3);
    expect((await as(nobody, 'history')).stdout).toBe('0 exécution');
    expect((await as(nobody, 'resume', (await runs())[0] as string)).status).toBe(2);
    expect((await as(nobody, 'plan', 'a.md')).status).toBe(0);
    const { stdout } = await as(nobody, 'doctor', 'a.md');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      `✗ opérateurs : ce compte n’est pas du groupe « ${accounts.group} », dont les membres agissent`,
    );
    expect(stdout).toContain('- à cause de : opérateurs, session des étapes\n');
  });

  test('a group that does not exist, and a folder that nobody has made yet, say how to make them', async () => {
    await rm(folder(), { recursive: true });
    const unmade = await as(alice, 'run', 'a.md');
    expect(
      unmade.stderr.replaceAll(place.folder, 'DOSSIER').replaceAll(accounts.group, 'GROUPE'),
    ).toMatchInlineSnapshot(`
      "✗ le dossier que partagent les opérateurs de cette cible n’existe pas encore
        où        DOSSIER/operateurs/GROUPE
        attendu   un dossier de root et du groupe « GROUPE », avec le mode 2770
        à faire   sudo install -d -m 755 DOSSIER/operateurs && sudo install -d -o root -g GROUPE -m 2770 DOSSIER/operateurs/GROUPE"
    `);
    expect(unmade.status).toBe(4);
    const before = await as(alice, 'doctor', 'a.md');
    expect(before.stdout.replaceAll(/\s+/g, ' ')).toContain(
      `✗ le dossier que partagent les opérateurs de cette cible n’existe pas encore où : ${folder()} attendu : un dossier`,
    );
    expect(before.status).toBe(1);
    const byRoot = await asRoot('doctor', 'a.md');
    expect(byRoot.stdout.replaceAll(/\s+/g, ' ')).toContain(`✓ dossier des opérateurs : ${folder()}, qui sera créé`);
    expect(byRoot.stdout).toContain('✓ a : pourrait être exécuté');
    expect(existsSync(folder())).toBe(false);
    // Root makes it.
    expect((await asRoot('run', 'a.md')).status).toBe(0);
    expect(((await lstat(folder())).mode & 0o7777).toString(8)).toBe('2770');
    expect((await as(alice, 'history')).stdout).toContain('par root : réussite');
    await place.write(
      'targets.yaml',
      'targets: { prod: { description: Essai, kind: local, operators: rbt-absent } }\n',
    );
    const unknown = await as(alice, 'run', 'a.md');
    expect(unknown.stderr).toContain('le groupe « rbt-absent », que la cible « prod » nomme (operators), n’existe pas');
    expect(unknown.stderr).toContain('sudo groupadd rbt-absent');
    expect(unknown.status).toBe(4);
    expect((await as(alice, 'doctor', 'a.md')).stdout).toContain('- à cause de : opérateurs\n');
  });

  test('what root makes, with an umask that lets nobody in, every operator can go through', async () => {
    const root = await account('root');
    const shared = path('srv/a/b');
    const elsewhere = (who: { readonly name: string }) => ({ ...env(who), RUNBOOK_OPERATORS_FOLDER: shared });
    const options = { cwd: place.folder, env: elsewhere({ name: 'racine' }), umask: '077' };
    expect((await root.runbook(['run', 'a.md'], options)).status).toBe(0);
    const modes = [path('srv'), path('srv/a'), shared, join(shared, accounts.group)].map(
      async (made) => (await lstat(made)).mode & 0o7777,
    );
    expect(await Promise.all(modes)).toEqual([0o755, 0o755, 0o755, 0o2770]);
    const { stdout } = await alice.runbook(['history'], { cwd: place.folder, env: elsewhere(alice) });
    expect(stdout).toContain('par root : réussite');
  });

  test('operators: root keeps the runs where every root finds them, and refuses the others', async () => {
    await place.write(
      'targets.yaml',
      'targets: { prod: { description: Essai, kind: local, protected: true, operators: root, cwd: travail } }\n',
    );
    const refused = await as(alice, 'run', 'a.md');
    expect(refused.stderr).toBe(`✗ seul root agit sur la cible « prod » (operators: root), et ce compte n’est pas root
  où        ${path('targets.yaml')}
  attendu   root
  à faire   relancez avec sudo`);
    expect(refused.status).toBe(3);
    expect((await as(alice, 'doctor', 'a.md')).stdout).toContain('- à cause de : opérateurs\n');
    expect((await asRoot('run', 'a.md')).status).toBe(0);
    expect((await asRoot('doctor', 'a.md')).stdout.replaceAll(/\s+/g, ' ')).toContain(
      `✓ opérateurs : root, dont les exécutions sont dans ${path('operateurs/root')}`,
    );
    expect(((await lstat(path('operateurs/root'))).mode & 0o7777).toString(8)).toBe('700');
    const root = await account('root');
    const other = { ...env({ name: 'autre' }), SUDO_USER: alice.name };
    const { stdout } = await root.runbook(['history'], { cwd: place.folder, env: other });
    expect(stdout).toContain('a sur prod, par root : réussite');
    await rm(path('travail/un'), { recursive: true });
    await root.runbook(['run', 'a.md'], { cwd: place.folder, env: other });
    expect((await asRoot('history')).stdout).toContain(`par root(${alice.name}) : réussite`);
  });
});

describe.runIf(canUseAccounts)('what is shared is not trusted when somebody else could have written it', () => {
  let runId: string;
  beforeEach(async () => {
    await place.write(
      'a.md',
      page('a', [step('check="pret"', 'test -e pret'), step('step="un"', 'mkdir un')].join('\n')),
    );
    await as(alice, 'run', 'a.md');
    await execa('touch', [path('travail/pret')]);
    [runId = ''] = await runs();
  });

  const nobody = 65534;
  const run = (): string => join(folder(), 'runs', runId);
  const behind = async (file: string): Promise<void> => {
    await rename(file, `${file}.vrai`);
    await symlink(`${file}.vrai`, file);
  };

  test.each<[string, () => Promise<void>, string]>([
    ['the folder of the group, open to all', () => chmod(folder(), 0o2777), 'tout le monde peut écrire dans'],
    ['the folder of the group, readable by all', () => chmod(folder(), 0o2775), 'a le mode 2775'],
    ['the folder of the group, without setgid', () => chmod(folder(), 0o770), 'a le mode 0770'],
    [
      'the folder of the group, of one of them',
      () => chown(folder(), alice.uid, accounts.gid),
      'appartient à un autre compte',
    ],
    [
      'the folder of the group, of another group',
      () => chown(folder(), 0, nobody),
      'le groupe « nogroup » peut écrire',
    ],
    ['the folder of the group, a link', () => behind(folder()), 'n’est pas un dossier'],
    ['the folder above it, open to all', () => chmod(path('operateurs'), 0o777), 'tout le monde peut écrire dans'],
    [
      'the folder above it, of a member',
      () => chown(path('operateurs'), alice.uid, alice.uid),
      'appartient à un autre compte',
    ],
    ['the folder of the run, open to all', () => chmod(run(), 0o2777), 'est ouvert à tous les comptes (mode 2777)'],
    [
      'the folder of the run, of no member',
      () => chown(run(), nobody, accounts.gid),
      'appartient à nobody, qui n’est pas du groupe',
    ],
    ['the folder of the run, of another group', () => chown(run(), alice.uid, nobody), 'n’est pas du groupe'],
    ['the folder of the run, a link', () => behind(run()), 'est un lien symbolique'],
    [
      'the journal, open to all',
      () => chmod(join(run(), 'journal.jsonl'), 0o666),
      'est ouvert à tous les comptes (mode 0666)',
    ],
    [
      'the journal, of no member',
      () => chown(join(run(), 'journal.jsonl'), nobody, accounts.gid),
      'qui n’est pas du groupe',
    ],
    ['the journal, a link', () => behind(join(run(), 'journal.jsonl')), 'est un lien symbolique'],
    ['the state of the shell, a link', () => behind(join(run(), 'session')), 'est un lien symbolique'],
    ['the outputs, a link', () => behind(join(run(), 'logs')), 'est un lien symbolique'],
  ])('%s', async (_, change, why) => {
    await change();
    for (const words of [['resume', runId], ['resume'], ['undo', runId]]) {
      const { status, stderr } = await as(bruno, ...words);
      expect(stderr).toContain(why);
      expect(status).toBe(3);
    }
    expect(done('un')).toBe(false);
  });

  test('a run that is kept for a group is not resumed on a target that does not name it', async () => {
    const targets = await readFile(path('targets.yaml'), 'utf8');
    await writeFile(path('targets.yaml'), targets.replace(`operators: ${accounts.group}`, 'operators: root'));
    const { status, stderr } = await asRoot('resume', runId);
    expect(stderr).toContain(
      `l’exécution ${runId} est gardée pour le groupe « ${accounts.group} », que la cible « prod » ne nomme pas`,
    );
    expect(status).toBe(3);
    expect(done('un')).toBe(false);
  });
});
