import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DoctorReport } from '../../runbook-runner/src/doctor/examine.ts';
import { readProcesses } from '../../runbook-runner/src/machine/local/process-table.ts';
import { isRoot, isSystemAdmin } from '../support/account.ts';
import { processesOf } from '../support/remove-folder.ts';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, output, page, step } from '../support/runbook-cli.ts';
import { openTerminal } from '../support/terminal.ts';
import { until } from '../support/until.ts';

const SECRET = 'un-mot-de-passe-tres-long';
const targets = `targets:
  serveur:
    description: Le serveur du lycée.
    kind: local
    variables:
      DOSSIER: /srv
      ADRESSE: { file: adresse }
      PAYS: { command: [echo, fr] }
    secrets: { MOT_DE_PASSE: { file: secret } }
    identity: { command: [echo, lycee] }
    services:
      db:
        exec: [env, PGHOST=/run]
        stop: [touch, arrete]
        start: [touch, demarre]
        wait: [touch, attendu]
        logs: [touch, journaux]
        run: [touch, lance]
      app: { exec: [sh, -c, 'echo "$@" >> appels', sh] }
`;
const broken = `targets:
  casse:
    description: Tout y est cassé.
    kind: local
    cwd: /nulle/part
    variables: { ADRESSE: { file: /absent }, PAYS: { command: ["false"] }, LANGUE: { env: ABSENTE } }
    secrets: { MOT_DE_PASSE: { command: [commande-introuvable] } }
    identity: { command: [sh, -c, 'echo ${SECRET} >&2; exit 3'] }
    services: { db: { exec: ["false"], stop: [commande-absente] } }
`;
const variables = `  variables:
    DOSSIER: { description: Un dossier, type: path }
    MOT_DE_PASSE: { description: Un secret, secret: true }
`;

let place: Place;
beforeEach(async () => {
  place = await openPlace(targets);
  await mkdir(join(place.folder, 'content'));
  await mkdir(join(place.folder, 'tmp'));
  await place.write('adresse', 'https://lycee.example\n');
  await place.write('secret', SECRET);
  await chmod(join(place.folder, 'secret'), 0o600);
});
afterEach(() => place.remove());

const write = (id: string, body: string, extra = '') => place.write(`content/${id}.md`, page(id, body, extra));
const doctor = (...words: readonly string[]) => place.runbook('doctor', ...words);
async function examined(...words: readonly string[]): Promise<DoctorReport> {
  const { stdout } = await doctor('--format', 'json', ...words);
  return JSON.parse(stdout) as DoctorReport;
}
const found = (report: DoctorReport, id: string) => report.entries.find((entry) => entry.id === id);

describe('on a target where all is well', () => {
  beforeEach(async () => {
    await write('lire', `${step('check="un"', 'cat adresse | grep -c lycee')}\n${output('un', '1')}`);
    await write('ecrire', step('step="un" idempotent="true"', '@db true\necho "$DOSSIER" >> fichier'), variables);
  });

  test('says so, and which runbooks could be executed', async () => {
    const { status, stdout } = await doctor();
    expect(stdout).toContain(`serveur : Le serveur du lycée.
✓ Tout va · 2 sur 2 runbooks pourraient être exécutés

Runbooks
  ✓ ecrire : pourrait être exécuté
  ✓ lire : pourrait être exécuté

Ce qui va
`);
    expect(stdout).toContain('  ✓ verrou : libre\n');
    expect(stdout).toMatch(/ {2}✓ session des étapes : bash 5\./);
    expect(stdout).toContain('  ✓ valeur ADRESSE : https://lycee.example\n');
    expect(stdout).toContain('  ✓ secret MOT_DE_PASSE : lu, jamais montré\n');
    expect(stdout).toContain(
      '  ✓ @db répond : env PGHOST=/run\n  ✓ @db:run : touch lance\n  ✓ @db:stop : touch arrete\n',
    );
    expect(stdout).toMatch(/✓ commandes : bash 5[\d.]+, flock 2[\d.]+ et \d autres/);
    expect(stdout).not.toContain(SECRET);
    expect(status).toBe(0);
  });

  test('writes the report that run and verify write', async () => {
    const report = await examined();
    expect(report).toMatchObject({
      schema: 'runbook-report',
      version: 1,
      kind: 'doctor',
      target: 'serveur',
      result: 'ok',
      headline: 'tout va',
    });
    expect(JSON.stringify(report)).not.toContain(SECRET);
    expect(found(report, 'service:@db:stop')?.facts).toMatchObject({ argv: ['touch', 'arrete'], probed: false });
    expect(found(report, 'tool:grep')?.facts.by).toEqual(['lire#un']);
  });

  test('calls nothing that is not known to read', async () => {
    expect(found(await examined(), 'service:@app')?.facts.probed).toBe(false);
    for (const made of ['arrete', 'demarre', 'attendu', 'journaux', 'lance', 'appels'])
      expect(existsSync(join(place.folder, made))).toBe(false);
  });

  test.each([['serveur'], ['casse']])('leaves no file and no process behind (%s)', async (target) => {
    await writeFile(join(place.folder, 'targets.yaml'), targets + broken.replace('targets:\n', ''));
    const before = await everything();
    const { exitCode } = await execa(process.execPath, [cli, 'doctor', '--target', target], {
      cwd: place.folder,
      env: { ...place.env, TMPDIR: join(place.folder, 'tmp') },
      reject: false,
      stdin: 'ignore',
    });
    expect(exitCode).toBe(target === 'serveur' ? 0 : 1);
    expect(await everything()).toEqual(before);
  });
});

/** Each file of the place with its text, and each process that works there. */
async function everything(): Promise<readonly string[]> {
  const entries = await readdir(place.folder, { recursive: true, withFileTypes: true });
  const files = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return entry.isFile() ? `${path}\n${await readFile(path, 'utf8')}` : path;
  });
  return [...(await Promise.all(files)), ...processesOf(place.folder).map(String)].toSorted();
}

test('on a target where everything is broken each thing says its own failure', async () => {
  await writeFile(join(place.folder, 'targets.yaml'), broken);
  await write(
    'lire',
    step('check="un"', 'echo "$ADRESSE"; @db true'),
    '  variables:\n    ADRESSE: { description: Une adresse }\n',
  );
  const { status, stdout } = await doctor();
  expect(stdout.slice(0, stdout.indexOf('Ce qui va')).replaceAll(place.folder, 'DOSSIER')).toMatchInlineSnapshot(`
    "casse : Tout y est cassé.
    ✗ Quelque chose empêche · 0 sur 1 runbook pourrait être exécuté

    Ce qui empêche
      ✗ dossier de la cible : /nulle/part : le chemin n’existe pas, ENOENT
          à faire : corrigez « cwd » dans le fichier des cibles
      ✗ la cible « casse » ne répond pas : « sh », qui dit son identité, a échoué
          où : DOSSIER/targets.yaml
          à faire : vérifiez la cible
      ✗ la valeur ADRESSE de la cible « casse » ne peut pas être lue : /absent ne
        peut pas être lu (le chemin n’existe pas, ENOENT)
          où : DOSSIER/targets.yaml
          à faire : vérifiez la source de cette valeur dans le fichier des cibles
      ✗ la valeur PAYS de la cible « casse » ne peut pas être lue : « false » a
        rendu le statut 1
          où : DOSSIER/targets.yaml
          à faire : vérifiez la source de cette valeur dans le fichier des cibles
      ✗ la valeur LANGUE de la cible « casse » ne peut pas être lue : la variable
        d’environnement ABSENTE n’est pas définie
          où : DOSSIER/targets.yaml
          à faire : vérifiez la source de cette valeur dans le fichier des cibles
      ✗ secret MOT_DE_PASSE : la valeur MOT_DE_PASSE de la cible « casse » ne peut
        pas être lue : « commande-introuvable » ne se lance pas (ENOENT)
          où : DOSSIER/targets.yaml
          à faire : vérifiez la source de cette valeur dans le fichier des cibles
      ✗ commande commande-introuvable : n’est pas installée, et targets.yaml
        l’appelle
          à faire : installez « commande-introuvable »

    À regarder
      ! @db : « false true » a rendu le statut 1
          à faire : démarrez ce service, ou corrigez sa description
      ! @db:stop : « commande-absente » n’est pas là
          à faire : installez « commande-absente »

    Runbooks
      ✗ lire : ne pourrait pas être exécuté
          - à cause de : dossier de la cible, identité, valeur ADRESSE, @db

    "
  `);
  expect(stdout).toContain('✓ session des étapes : bash 5.');
  expect(stdout).toContain('✓ dossier d’état : ');
  expect(stdout).not.toContain(SECRET);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(status).toBe(1);
});

/** The programs of this name that run for the place. */
function alive(program: string) {
  const ours = processesOf(place.folder);
  return readProcesses().filter(({ name, pid }) => name === program && ours.includes(pid));
}

test('Ctrl-C ends what it is asking, and leaves nothing behind', async () => {
  await writeFile(
    join(place.folder, 'targets.yaml'),
    targets.replace('[echo, lycee]', '[sh, -c, "touch demande; sleep 611"]'),
  );
  const terminal = await openTerminal(place, ['doctor'], { env: { TMPDIR: join(place.folder, 'tmp') } });
  await until(() => existsSync(join(place.folder, 'demande')));
  await terminal.press('C-c');
  expect(await terminal.status()).toBe(130);
  expect(alive('sleep')).toEqual([]);
  await terminal.close();
  expect(await readdir(join(place.folder, 'tmp'))).toEqual([]);
  expect(existsSync(join(place.state, 'runbook'))).toBe(false);
});

test('Ctrl-C ends the command that lists the choices of a value, and asks no other', async () => {
  for (const id of ['a', 'b']) {
    const list = `  variables:\n    ARCHIVE: { description: Une archive, choices: { command: tail -f adresse ${id} } }\n`;
    await write(id, step('check="un"', 'echo "$ARCHIVE"'), list);
  }
  const terminal = await openTerminal(place, ['doctor']);
  await until(() => alive('tail').length > 0);
  await terminal.press('C-c');
  expect(await terminal.status()).toBe(130);
  expect(alive('tail')).toEqual([]);
  await terminal.close();
});

test('what it leaves when it is killed is removed by the next session, with the secrets of its services', async () => {
  const db = '      db: { exec: [tail, -f, adresse], env: { PW: { secret: MOT_DE_PASSE } } }\n';
  await writeFile(join(place.folder, 'targets.yaml'), `${targets.slice(0, targets.indexOf('      db:'))}${db}`);
  const sessions = join(place.state, 'runbook/sessions');
  const left = () => (existsSync(sessions) ? readdirSync(sessions, { recursive: true, encoding: 'utf8' }) : []);
  const running = place.start('doctor');
  await until(() => left().some((name) => name.endsWith('/secrets')));
  running.kill('SIGKILL');
  await running;
  expect(left()).not.toEqual([]);
  await until(() => {
    const still = processesOf(`${sessions}/`);
    for (const pid of still) process.kill(pid, 'SIGKILL');
    return still.length === 0;
  });
  await place.write('a.md', page('a', step('check="un"', 'true')));
  expect((await place.runbook('run', 'a.md')).status).toBe(0);
  expect(left()).toEqual([]);
});

test('a state folder where others could read or write prevents everything, and hides nothing else', async () => {
  await write('lire', step('check="un"', 'true'));
  await mkdir(join(place.state, 'runbook'), { recursive: true });
  await chmod(join(place.state, 'runbook'), 0o755);
  const { status, stdout } = await doctor();
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    `✗ dossier d’état : ${place.state}/runbook est ouvert à d’autres comptes (mode 0755) : ce qui est gardé des exécutions n’y serait pas à l’abri attendu : un dossier de ce compte, lisible de lui seul (0700), sous des dossiers que les autres ne peuvent pas modifier à faire : chmod 700 ${place.state}/runbook`,
  );
  expect(stdout).toContain('✗ lire : ne pourrait pas être exécuté\n      - à cause de : dossier d’état\n');
  expect(stdout).toContain('– session des étapes : pas ouverte : ');
  expect(stdout).toMatch(/✓ commandes : \d sont là\n/);
  expect(stdout).toContain('✓ secret MOT_DE_PASSE : lu, jamais montré');
  expect(await readdir(join(place.state, 'runbook'))).toEqual([]);
  expect(status).toBe(1);
  if (!isRoot) return;
  await chown(join(place.state, 'runbook'), 65534, 65534);
  expect((await doctor()).stdout.replaceAll(/\s+/g, ' ')).toContain('appartient à un autre compte (');
});

test('a temporary folder that is not there prevents nothing', async () => {
  await write('lire', step('check="un"', 'true'));
  const env = { ...place.env, TMPDIR: join(await place.write('fichier', ''), 'absent') };
  const { stdout, exitCode } = await execa(process.execPath, [cli, 'doctor'], {
    cwd: place.folder,
    env,
    reject: false,
  });
  expect(stdout).toContain('  ! dossier temporaire : ');
  expect(stdout).toContain('✓ lire : pourrait être exécuté');
  expect(exitCode).toBe(6);
});

test('what a verb is given is whole for programs, and quoted or shortened only where a person reads it', async () => {
  await write('lire', step('check="un"', '@mots true'));
  const mots = '      mots: { exec: ["true"], env: { PGOPTIONS: "-c role=x y", SCRIPT: "un\\ndeux" } }\n';
  await writeFile(join(place.folder, 'targets.yaml'), targets + mots);
  const facts = found(await examined(), 'service:@mots')?.facts;
  expect(facts?.env).toEqual(['PGOPTIONS=-c role=x y', 'SCRIPT=un\ndeux']);
  const { services } = JSON.parse((await place.runbook('plan', 'lire', '--format', 'json')).stdout);
  expect(services['@mots'].env).toEqual({ PGOPTIONS: '-c role=x y', SCRIPT: 'un\ndeux' });
  const shown = `PGOPTIONS='-c role=x y' SCRIPT=(script de 2 lignes) true`;
  expect((await doctor()).stdout.replaceAll(/\s+/g, ' ')).toContain(`@mots répond : ${shown}`);
  expect((await place.runbook('plan', 'lire')).stdout.replaceAll(/\s+/g, ' ')).toContain(`@mots ${shown}`);
});

test('a verb that is a script lacks none of the functions that it defines', async () => {
  const script = 'etat() { echo prêt; }\\nsaid=$(etat) && echo \\"$said\\"';
  await writeFile(
    join(place.folder, 'targets.yaml'),
    `${targets}      bd: { exec: [env], wait: [sh, -c, "${script}", sh] }\n`,
  );
  expect(found(await examined(), 'service:@bd:wait')).toMatchObject({ result: 'ok' });
});

test('a secret that a target prints of itself is masked', async () => {
  await writeFile(join(place.folder, 'targets.yaml'), targets.replace('[echo, lycee]', `[echo, lycee-${SECRET}]`));
  const report = await examined();
  expect(found(report, 'identity')?.facts.project).toBe('lycee-***');
});

test.each([
  [
    'changes from one time to the next',
    '[date, +%N]',
    /^l’identité de la cible « serveur » change d’une fois à l’autre : /,
  ],
  [
    'says which services run',
    '[echo, "lycee running(3)"]',
    /^l’identité de la cible « serveur » dit l’état de ses services \(« running\(3\) »\), que les étapes changent$/,
  ],
])('an identity that %s prevents everything, as it does a plan', async (_, command, detail) => {
  await write('lire', step('check="un"', 'true'));
  await writeFile(join(place.folder, 'targets.yaml'), targets.replace('[echo, lycee]', command));
  const report = await examined();
  expect(found(report, 'identity')).toMatchObject({ result: 'failed', detail: expect.stringMatching(detail) });
  expect(found(report, 'runbook:lire')).toMatchObject({ blockedBy: ['identity'] });
  expect((await place.runbook('plan', 'lire')).status).toBe(3);
});

test('the runs of another targets file are not those of this target, though it has the same name', async () => {
  await write('lire', step('check="un"', 'true'));
  await mkdir(join(place.folder, 'autre'));
  await place.write('autre/targets.yaml', 'targets: { serveur: { description: Un autre projet., kind: local } }\n');
  expect((await place.runbook('run', 'lire', '--targets', 'autre/targets.yaml')).status).toBe(0);
  expect(found(await examined(), 'identity')).toMatchObject({ result: 'ok' });
});

test('an identity that has changed since the last run is to be looked at', async () => {
  await write('lire', step('check="un"', 'true'));
  await place.runbook('run', 'lire');
  await writeFile(join(place.folder, 'targets.yaml'), targets.replace('[echo, lycee]', '[echo, autre]'));
  const { status, stdout } = await doctor();
  expect(stdout).toContain(
    '! Rien n’empêche, mais quelque chose est à regarder · 1 sur 1 runbook pourrait être exécuté',
  );
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('a changé ce que dit « identity » : « autre » au lieu de « lycee »');
  expect(status).toBe(6);
});

test('a page that is no runbook, and another targets file, are called by their name', async () => {
  await place.write('autre.yaml', broken);
  await place.write('page.md', '---\ntitle: Une page\ndescription: Rien à exécuter.\n---\n');
  const { stdout } = await doctor('page.md', '--targets', 'autre.yaml');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'aucun runbook à regarder : nommez-en un, ou allez dans un projet dont le dossier content/ en a',
  );
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('n’est pas installée, et autre.yaml l’appelle');
});

test('runs that operators share and that cannot be trusted are each named', async () => {
  for (const group of ['daemon', 'games']) await mkdir(join(place.folder, '.operators', group), { recursive: true });
  const { status, stdout } = await doctor();
  for (const group of ['daemon', 'games'])
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      `! exécutions partagées : ${place.folder}/.operators/${group} n’est pas du groupe « ${group} » : ce que les opérateurs y partagent ne peut pas être exécuté attendu : un dossier de root et du groupe « ${group} », avec le mode 2770, sous des dossiers que root seul modifie à faire : après avoir vérifié ce qu’il contient : sudo install -d -m 755 ${place.folder}/.operators && sudo install -d -o root -g ${group} -m 2770 ${place.folder}/.operators/${group}`,
    );
  expect(status).toBe(6);
});

test('what is wrong with the folder of the target’s own operators is told once', async () => {
  for (const group of ['daemon', 'games']) await mkdir(join(place.folder, '.operators', group), { recursive: true });
  const own = targets.replace('kind: local', 'kind: local\n    operators: daemon');
  await writeFile(join(place.folder, 'targets.yaml'), own);
  const { entries } = await examined();
  const why = (group: string) => `${place.folder}/.operators/${group} n’est pas du groupe « ${group} »`;
  const told = (group: string) => entries.filter(({ detail }) => detail?.startsWith(why(group))).map(({ id }) => id);
  expect(told('daemon')).toEqual(['operators']);
  expect(told('games')).toEqual([`journals:${place.folder}/.operators/games`]);
});

test('a journal that cannot be read is to be looked at', async () => {
  await write('lire', step('check="un"', 'true'));
  await place.runbook('run', 'lire');
  const [run = ''] = await readdir(join(place.state, 'runbook/runs'));
  expect((await doctor()).stdout).toContain('  ✓ journaux : 1 exécution de ce compte\n');
  await writeFile(join(place.state, 'runbook/runs', run, 'journal.jsonl'), 'rien\n');
  const { status, stdout } = await doctor();
  expect(stdout).toContain(
    `  ! journaux : 1 ne se lit pas (${run})\n      à faire : runbook journal verify dit pourquoi\n`,
  );
  expect(status).toBe(6);
});

describe('the lock', () => {
  const wait = 'touch commence\nwhile ! [ -e laisser-finir ]; do sleep 0.05; done';
  beforeEach(async () => {
    await write('lent', step('step="lent"', wait));
    await write('lire', step('check="un"', 'true'));
  });

  test('is seen held without being taken', async () => {
    const running = place.start('run', 'lent', '--confirm', 'serveur');
    await until(() => existsSync(join(place.folder, 'commence')));
    const report = await examined();
    expect(found(report, 'lock')).toMatchObject({
      result: 'failed',
      detail: expect.stringMatching(/^tenu par \S+ \(lent\)/),
    });
    expect(found(report, 'runbook:lent')).toMatchObject({ result: 'failed', blockedBy: ['lock'] });
    expect(found(report, 'runbook:lire')).toMatchObject({ result: 'ok' });
    await place.write('laisser-finir', '');
    expect((await running).exitCode).toBe(0);
    expect(found(await examined(), 'lock')).toMatchObject({ result: 'ok', detail: 'libre' });
  });

  test.runIf(isSystemAdmin)('of a run that cannot be seen from a container is told as such', async () => {
    const running = place.start('run', 'lent', '--confirm', 'serveur');
    await until(() => existsSync(join(place.folder, 'commence')));
    const inside = ['--pid', '--fork', '--mount-proc', process.execPath, cli, 'doctor', '--format', 'json'];
    const { stdout } = await execa('unshare', inside, { cwd: place.folder, env: place.env, reject: false });
    expect(found(JSON.parse(stdout) as DoctorReport, 'lock')).toMatchObject({
      result: 'unknown',
      detail: expect.stringMatching(/^peut-être tenu par \S+ \(lent\).* : cela ne se voit pas d’ici$/),
    });
    await place.write('laisser-finir', '');
    expect((await running).exitCode).toBe(0);
  });

  test('of a run that died keeps others from beginning until it is abandoned', async () => {
    const running = place.start('run', 'lent', '--confirm', 'serveur');
    await until(() => existsSync(join(place.folder, 'commence')));
    running.kill('SIGKILL');
    await running;
    await place.write('laisser-finir', '');
    const [run = ''] = await readdir(join(place.state, 'runbook/runs'));
    const report = await examined();
    expect(found(report, 'lock')).toMatchObject({
      result: 'failed',
      detail: expect.stringContaining(`l’exécution ${run} (lent)`),
      action: `runbook resume ${run}, runbook undo ${run}, ou runbook abandon ${run}`,
    });
    expect(found(report, 'runbook:lent')).toMatchObject({ blockedBy: ['lock'] });
    expect(found(report, 'runbook:lire')).toMatchObject({ result: 'ok' });
    await until(
      async () => (await place.runbook('abandon', run, '--confirm', run, '--reason', 'un essai')).status === 0,
    );
    expect(found(await examined(), 'lock')).toMatchObject({ result: 'ok' });
  });
});

describe('a runbook', () => {
  const of = async (...words: readonly string[]) => {
    const report = await examined(...words);
    return report.entries.find(({ subject }) => subject === 'runbook');
  };

  test('that calls a command which is not there could not be executed', async () => {
    await write('a', step('check="un"', 'timeout 5 pas-la-du-tout | cat'));
    expect(await of()).toMatchObject({ result: 'failed', blockedBy: ['tool:pas-la-du-tout'] });
    expect((await doctor()).stdout).toContain('✗ commande pas-la-du-tout : n’est pas installée, et a#un l’appelle');
  });

  test('that calls its own functions, builtins, a service, or a command it asks for first, lacks nothing', async () => {
    const text =
      'outil() { true; }\noutil\nif command -v peut-etre > /dev/null; then peut-etre; fi\n@db dans-le-service';
    await write('a', step('step="un" danger="rien" idempotent="true"', text));
    expect(await of()).toMatchObject({ result: 'ok', blockedBy: [], reasons: [] });
  });

  test('that may bring the command itself is to be looked at', async () => {
    await write(
      'a',
      step('step="un" danger="rien" idempotent="true"', 'apt-get install -y pas-encore-la\npas-encore-la'),
    );
    expect(await of()).toMatchObject({
      result: 'warning',
      detail: 'pourrait être exécuté, si ses étapes apportent pas-encore-la, qui n’y est pas',
    });
  });

  test.runIf(isRoot)('that destroys says who may start it', async () => {
    await write('a', step('step="un" danger="tout" idempotent="true"', 'rm -rf "/srv/essai"'));
    expect((await doctor()).stdout).toContain(
      '✓ a : pourrait être exécuté, dans un terminal, ou avec --confirm serveur\n',
    );
    await writeFile(
      join(place.folder, 'targets.yaml'),
      targets.replace('kind: local', 'kind: local\n    protected: true\n    operators: root'),
    );
    expect((await doctor()).stdout).toContain('✓ a : pourrait être exécuté, dans un terminal\n');
  });

  test('that lacks a value says which, and takes the one that is given', async () => {
    await write(
      'a',
      step('check="un"', 'echo "$ARCHIVE"'),
      '  variables:\n    ARCHIVE: { description: Une archive }\n',
    );
    expect(await of()).toMatchObject({
      result: 'failed',
      reasons: [
        {
          message: 'ARCHIVE (Une archive) n’a pas de valeur',
          action: '--var ARCHIVE=VALEUR, ou « variables » de la cible',
        },
      ],
    });
    expect((await doctor()).stdout.replaceAll('\u00a0', ' ')).toContain(`
  ✗ a : ne pourrait pas être exécuté
      - ARCHIVE (Une archive) n’a pas de valeur (content/a.md)
        attendu : Une archive (string)
        à faire : --var ARCHIVE=VALEUR, ou « variables » de la cible
`);
    expect(await of('--var', 'ARCHIVE=x')).toMatchObject({ result: 'ok' });
    const { status, stderr } = await doctor('--var', 'AUTRE=x');
    expect(stderr).toContain('aucun de ces runbooks ne déclare la variable « AUTRE »');
    expect(status).toBe(2);
  });

  test('whose list of choices is empty or fails says so', async () => {
    const choices = (command: string) =>
      `  variables:\n    ARCHIVE: { description: Une archive, choices: { command: ${JSON.stringify(command)} } }\n`;
    await write('a', step('check="un"', 'echo "$ARCHIVE"'), choices('ls content'));
    expect(await of()).toMatchObject({ result: 'ok' });
    await write('a', step('check="un"', 'echo "$ARCHIVE"'), choices('ls tmp'));
    expect(await of()).toMatchObject({ reasons: [{ message: expect.stringContaining('n’a pas de valeur') }] });
    await write('a', step('check="un"', 'echo "$ARCHIVE"'), choices('ls absent'));
    expect(await of()).toMatchObject({ reasons: [{ message: expect.stringContaining('n’ont pas pu être lus') }] });
  });

  test('that calls a service which the target does not offer, or that is invalid, says where', async () => {
    await write('a', step('check="un"', '@cache ping'));
    expect(await of()).toMatchObject({ reasons: [{ message: expect.stringContaining('n’offre pas') }] });
    await write('a', step('check="un"', 'if true'));
    expect(await of()).toMatchObject({ reasons: [{ where: 'content/a.md:11:7' }] });
    await place.write('content/a.md', '---\ntitle: A\nrunbook:\n  id: A B\n---\n');
    expect(await of()).toMatchObject({ id: 'runbook:content/a.md', result: 'failed' });
  });

  describe('is refused when run would refuse it for a secret', () => {
    const withDb = (db: string) =>
      writeFile(
        join(place.folder, 'targets.yaml'),
        `${targets.slice(0, targets.indexOf('    services:'))}    services:\n      db: { exec: [sh, -c, 'echo "$@" >> appels', sh], env: { PW: { secret: MOT_DE_PASSE } } }\n${db}`,
      );
    const reads = step('check="un"', 'true');
    const calls = step('step="un" danger="rien" idempotent="true"', '@db un');

    test('one that cannot be read, of a service that it calls', async () => {
      await withDb('');
      await rm(join(place.folder, 'secret'));
      await write('a', calls);
      expect(await of()).toMatchObject({ result: 'failed', blockedBy: ['secret:MOT_DE_PASSE'] });
      expect((await place.runbook('run', 'a', '--confirm', 'serveur')).status).toBe(4);
      await write('a', reads);
      expect(await of()).toMatchObject({ result: 'ok' });
      expect((await place.runbook('run', 'a')).status).toBe(0);
    });

    test('one that no mask could hide, of any service; it is given to nothing here', async () => {
      await withDb('      fuite: { exec: [sh, -c, "exit 3"], env: { PW: { secret: MOT_DE_PASSE } } }\n');
      await writeFile(join(place.folder, 'secret'), 'abc');
      await write('a', reads);
      const report = await examined();
      expect(found(report, 'secret:MOT_DE_PASSE')).toMatchObject({
        result: 'failed',
        detail: expect.stringContaining('le secret MOT_DE_PASSE ne peut pas être masqué : '),
      });
      expect(await of()).toMatchObject({ result: 'failed', blockedBy: ['secret:MOT_DE_PASSE'] });
      expect((await place.runbook('run', 'a')).status).toBe(3);
      expect(JSON.stringify(report)).not.toContain('"abc');
    });

    test('one that the page, a value, the identity or a service shows', async () => {
      const lies = `  variables:\n    MOT_DE_PASSE: { description: Un secret, secret: true }\n    NOM: { description: Un nom, default: un-nom }\n`;
      await write('a', `${reads}${step('step="deux"', `echo ${SECRET}`)}`, lies);
      expect(await of()).toMatchObject({
        result: 'failed',
        reasons: [{ message: expect.stringContaining('l’étape « deux » contient la valeur du secret MOT_DE_PASSE') }],
      });
      expect((await place.runbook('run', 'a')).status).toBe(3);
      await write('a', reads, lies);
      expect(await of()).toMatchObject({ result: 'ok' });
      expect(await of('--var', `NOM=${SECRET}`)).toMatchObject({
        reasons: [{ message: expect.stringContaining('la valeur de NOM contient') }],
      });
      await writeFile(join(place.folder, 'targets.yaml'), targets.replace('[touch, arrete]', `[touch, ${SECRET}]`));
      expect(await of()).toMatchObject({ reasons: [{ message: expect.stringContaining('la commande @db:stop') }] });
      await writeFile(join(place.folder, 'targets.yaml'), targets.replace('[echo, lycee]', `[echo, ${SECRET}]`));
      expect(await of()).toMatchObject({ reasons: [{ message: expect.stringContaining('l’identité de la cible') }] });
    });
  });

  test('that somebody else could have written is refused', async () => {
    const file = await write('a', step('check="un"', 'true'));
    await chmod(file, 0o666);
    expect(await of()).toMatchObject({ reasons: [{ message: expect.stringContaining('tout le monde peut écrire') }] });
  });

  test('that does not count is left out when others are named', async () => {
    await write('a', step('check="un"', 'true'));
    await write('b', step('check="un"', 'pas-la-du-tout'));
    expect((await doctor()).status).toBe(1);
    const { status, stdout } = await doctor('a');
    expect(stdout).toContain('✓ Tout va · 1 sur 1 runbook pourrait être exécuté');
    expect(status).toBe(0);
    expect((await doctor('c')).stderr).toContain('aucun runbook ne s’appelle « c »');
  });
});

test('folders in which a run could not write are named', async () => {
  await place.write('fichier', '');
  const report = await examined('--report', 'fichier/rapports');
  const path = join(place.folder, 'fichier/rapports');
  expect(found(report, `rights:${path}`)).toMatchObject({
    result: 'failed',
    detail: `${path} ne pourrait pas être créé (${join(place.folder, 'fichier')} : ce n’est pas un dossier)`,
  });
});

test('a folder of reports where others could write is named', async () => {
  await mkdir(join(place.folder, 'ouvert'));
  await chmod(join(place.folder, 'ouvert'), 0o777);
  const { status, stdout } = await doctor('--report', 'ouvert/rapports');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    `✗ dossier des rapports : tout le monde peut écrire dans ${place.folder}/ouvert : les rapports, où sont les valeurs de l’exécution, n’y seraient pas à l’abri`,
  );
  expect(existsSync(join(place.folder, 'ouvert/rapports'))).toBe(false);
  expect(status).toBe(1);
});

test('a disk without room for a journal prevents everything', async () => {
  await write('lire', step('check="un"', 'true'));
  // A file system of the kernel: it has no room.
  const env = { ...place.env, XDG_STATE_HOME: '/proc' };
  const { stdout, exitCode } = await execa(process.execPath, [cli, 'doctor'], {
    cwd: place.folder,
    env,
    reject: false,
  });
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    '✗ place (état et sessions) : il reste 0 octet, et il en faut 16 Mo pour commencer',
  );
  expect(stdout).toContain('- à cause de : session des étapes, place (état et sessions)');
  expect(exitCode).toBe(1);
});

test('in a terminal of 80 columns no line is cut, and what prevents comes first', async () => {
  await writeFile(join(place.folder, 'targets.yaml'), broken);
  const terminal = await openTerminal(place, ['doctor'], { columns: 80 });
  expect(await terminal.status()).toBe(1);
  const screen = await terminal.read();
  expect(screen.indexOf('Ce qui empêche')).toBeLessThan(screen.indexOf('À regarder'));
  expect(screen).toContain('✓ terminal : 80 colonnes, 50 lignes');
  await terminal.close();
});
