import { existsSync } from 'node:fs';
import { chmod, chown, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRoot } from '../support/account.ts';
import { processesOf } from '../support/remove-folder.ts';
import type { Called, Place } from '../support/runbook-cli.ts';
import { cli, localTarget, openPlace, output, page, step } from '../support/runbook-cli.ts';
import { until } from '../support/until.ts';

// One test for each promise of content/reference/garanties.md, by its name; the last test compares the two lists.
let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const path = (...names: string[]): string => join(place.folder, ...names);
const said = async (): Promise<string> => readFile(path('journal'), 'utf8');
const lastRun = async (): Promise<string> => (await readdir(join(place.state, 'runbook/runs'))).toSorted().at(-1) ?? '';

/** Until the file `laisser-finir` is there; the file `commence` says that it goes. */
const slow = 'touch commence\nwhile ! [ -e laisser-finir ]; do sleep 0.05; done\necho lent >> journal\ntouch fini';

/** Runs a.md and kills the runner in its slow step, which then ends by itself. */
async function killedInStep(): Promise<void> {
  const running = place.start('run', 'a.md');
  await until(() => existsSync(path('commence')));
  running.kill('SIGKILL');
  await running;
  await place.write('laisser-finir', '');
  await until(() => existsSync(path('fini')));
}

const promises: Readonly<Record<string, () => Promise<void>>> = {
  'Rien n’est exécuté sans avoir d’abord été écrit au journal.': async () => {
    await place.write('a.md', page('a', step('step="agir"', 'cat .state/runbook/runs/*/journal.jsonl > vu')));
    expect((await place.runbook('run', 'a.md')).status).toBe(0);
    const seen = await readFile(path('vu'), 'utf8');
    for (const type of ['intent', 'started']) expect(seen).toMatch(new RegExp(`"type":"${type}",.*"step":"agir"`));
    expect(seen).not.toContain('"type":"finished"');
  },

  'Rien de ce qui a pu agir n’est refait sans preuve.': async () => {
    await place.write('a.md', page('a', step('step="lent"', slow)));
    await killedInStep();
    expect((await place.runbook('resume')).status).toBe(5);
    expect(await said()).toBe('lent\n');
    expect((await place.runbook('resume', '--redo', 'lent')).status).toBe(0);
    expect(await said()).toBe('lent\nlent\n');
  },

  'Ce qui est perdu est nommé.': async () => {
    const check = `${step('check="fait" of="lent"', 'cat fini && echo oui')}\n${output('fait', 'oui')}`;
    const next = step('step="suite"', 'echo "$COMPTE" >> journal');
    await place.write('a.md', page('a', `${step('step="lent"', `COMPTE=3\n${slow}`)}\n${check}\n${next}`));
    await killedInStep();
    const { status, stdout } = await place.runbook('resume');
    expect(stdout).toContain('la variable « COMPTE »');
    expect(status).toBe(5);
    expect(await said()).toBe('lent\n');
  },

  'Une seule exécution agit sur une cible à la fois': async () => {
    await place.write('a.md', page('a', step('step="lent"', slow)));
    await place.write('b.md', page('b', step('step="autre"', 'touch autre')));
    const running = place.start('run', 'a.md');
    await until(() => existsSync(path('commence')));
    expect((await place.runbook('run', 'b.md')).status).toBe(3);
    running.kill('SIGKILL');
    await running;
    // The runner is dead, its step may be half done.
    expect((await place.runbook('run', 'b.md')).status).toBe(3);
    await place.write('laisser-finir', '');
    await until(() => existsSync(path('fini')));
    expect((await place.runbook('resume', '--done', 'lent')).status).toBe(6);
    expect((await place.runbook('run', 'b.md')).status).toBe(0);
  },

  'On peut renoncer.': async () => {
    const pairs = ['un', 'deux'].map(
      (name) =>
        `${step(`step="${name}"`, `echo ${name} >> journal`)}\n${step(`undo="${name}"`, `echo -${name} >> journal`)}`,
    );
    await place.write('a.md', page('a', [...pairs, step('check="non"', 'false')].join('\n')));
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    expect((await place.runbook('undo', await lastRun())).status).toBe(0);
    expect(await said()).toBe('un\ndeux\n-deux\n-un\n');
  },

  'Le texte exécuté est celui qui a été confirmé.': async () => {
    const text = page(
      'a',
      `${step('check="pret"', 'test -e pret')}\n${step('step="agir"', 'echo confirmé >> journal')}`,
    );
    await place.write('a.md', text);
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    await place.write('a.md', text.replace('confirmé', 'changé'));
    await place.write('pret', '');
    expect((await place.runbook('resume')).status).toBe(0);
    expect(await said()).toBe('confirmé\n');
  },

  'La sortie d’une étape ne pilote pas votre terminal.': async () => {
    await place.write(
      'a.md',
      page('a', step('check="lire"', "printf '\\033]52;c;cm0gLXJmIC8=\\a\\033[2J\\u202efin\\n'")),
    );
    const { stdout } = await place.runbook('run', 'a.md');
    expect(stdout).toContain('fin');
    expect([...stdout].filter((sign) => sign !== '\n' && /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(sign))).toEqual([]);
  },

  'Une réussite est une réussite.': async () => {
    await place.write(
      'a.md',
      page('a', `${step('step="agir"', 'echo fait >> journal\nfalse')}\n${step('check="lire"', 'ls')}`),
    );
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    const { status, stdout } = await place.runbook('resume', '--done', 'agir');
    expect(stdout).toContain('Terminée, 1 vérification non faite');
    expect(stdout).not.toContain('Réussite');
    expect(status).toBe(6);
  },

  'Rien de ce qu’un autre compte a écrit n’est exécuté': async () => {
    await place.write('a.md', page('a', step('step="agir"', 'touch fait')));
    const refused = async (): Promise<Called> => {
      const called = await place.runbook('run', 'a.md');
      expect(called.status, called.stderr).toBe(3);
      return called;
    };
    await chmod(path('targets.yaml'), 0o666);
    await refused();
    await chmod(path('targets.yaml'), 0o644);
    const nobody = 65534;
    for (const name of ['targets.yaml', 'a.md']) {
      await chown(path(name), nobody, nobody);
      expect((await refused()).stderr).toContain(name);
      await chown(path(name), 0, 0);
    }
    expect(existsSync(path('fait'))).toBe(false);
    expect((await place.runbook('run', 'a.md')).status).toBe(0);
  },

  'Un collègue peut reprendre.': async () => {
    const protectedTarget = 'targets: { ici: { description: Essai, kind: local, protected: true } }\n';
    await place.write('targets.yaml', protectedTarget);
    await place.write('a.md', page('a', step('check="pret"', 'test -e pret')));
    const unnamed = await place.runbook('run', 'a.md');
    expect(unnamed.stderr).toContain('ajoutez « operators: GROUPE » (un groupe Unix) ou « operators: root »');
    expect(unnamed.status).toBe(2);
    await place.write('targets.yaml', protectedTarget.replace('true', 'true, operators: root'));
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    await place.write('pret', '');
    // Another home of root; test/run/operators.test.ts has other accounts.
    const env = { ...place.env, XDG_STATE_HOME: path('autre-etat') };
    const resumed = await execa(process.execPath, [cli, 'resume'], { cwd: place.folder, env, reject: false });
    expect(resumed.exitCode, resumed.stderr).toBe(0);
  },

  'Aucun secret ne reste sur le disque.': async () => {
    const secret = 'jeton-0123456789-abcdef';
    const service = `{ exec: [sh, -c, 'test "$PGPASSWORD"'], env: { PGPASSWORD: { secret: JETON } } }`;
    const source = `{ command: [printf, ${secret}] }`;
    await place.write(
      'targets.yaml',
      `${localTarget}    secrets: { JETON: ${source} }\n    services: { db: ${service} }\n`,
    );
    const holders = async (): Promise<number> => {
      const entries = await readdir(place.state, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const texts = await Promise.all(files.map((file) => readFile(file, 'latin1')));
      return texts.filter((text) => text.includes(secret)).length;
    };
    await place.write('a.md', page('a', step('step="lent"', `@db\n${slow}`)));
    const running = place.start('run', 'a.md', '--confirm', 'ici');
    await until(() => existsSync(path('commence')));
    expect(await holders()).toBe(1);
    running.kill('SIGKILL');
    await running;
    await place.write('laisser-finir', '');
    await until(() => processesOf(place.folder).length === 0);
    expect(await holders()).toBe(1);
    await place.write('b.md', page('b', step('check="lire"', 'ls')));
    expect((await place.runbook('run', 'b.md')).status).toBe(0);
    expect(await holders()).toBe(0);
  },
};

/** Those of other accounts, and of operators that are « root ». */
const ofRoot: readonly string[] = [
  'Rien de ce qu’un autre compte a écrit n’est exécuté',
  'Un collègue peut reprendre.',
];

for (const [promise, holds] of Object.entries(promises))
  test.runIf(isRoot || !ofRoot.includes(promise))(promise, holds);

test('each promise of the page has a test of its name', async () => {
  const page = await readFile('content/reference/garanties.md', 'utf8');
  const [, promised = ''] = page.split(/^## /m);
  expect(promised.startsWith('Ce qu’il garantit')).toBe(true);
  const names = [...promised.matchAll(/^\*\*(.+?)\*\*/gm)].map(([, name]) => name);
  expect(names.toSorted()).toEqual(Object.keys(promises).toSorted());
});
