import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, page, step } from '../support/runbook-cli.ts';

// The disk of the runner is full from the middle of the first step on: its files cannot grow beyond a size.
const ROOM = 100_000;
const fill = `[[ -e plein ]] || { touch plein; prlimit --pid "$PPID" --fsize=${ROOM}; }`;

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const run = () => place.runbook('run', 'a.md', '--confirm', 'ici');
const runFolder = (stdout: string) => join(place.state, 'runbook', 'runs', stdout.match(/\d{8}T\d{6}Z-\w+/)?.[0] ?? '');

test('a step goes on without its log, and what is missing there is said on the screen and in the report', async () => {
  await place.write('a.md', page('a', step('step="parler"', `${fill}\nprintf '%0200000d\\nfini\\n' 7`)));
  const { status, stdout } = await run();
  expect(stdout).toContain('│ fini\n');
  // A line of its 200,000 characters would fill the screen.
  expect(stdout).toContain(`│ ${'0'.repeat(1000)}…\n`);
  expect(stdout).toContain('la fin de la sortie manque dans son fichier, qui s’arrête à 100000 octets (EFBIG)');
  expect(status).toBe(0);
  expect((await stat(join(runFolder(stdout), 'logs', '01-parler-1.log'))).size).toBe(ROOM);
  const report = await readFile(join(runFolder(stdout), 'rapport.md'), 'utf8');
  expect(report).toContain('réussie (sortie incomplète dans le journal de l’étape : EFBIG)');
});

test('a state that cannot be written fails its step, which can be taken again once there is room', async () => {
  const body = [
    step('step="poser" idempotent="true"', `${fill}\nX=$(printf '%0200000d' 7)`),
    step('check="lire"', 'test "$' + '{#X}" -eq 200000'),
  ].join('\n');
  await place.write('a.md', page('a', body));
  const { status, stdout } = await run();
  expect(stdout).toMatch(/échouée en .* : l’état du shell est perdu : l’état n’a pas pu être écrit\s+dans/);
  expect(stdout).toContain('1 échouée, 1 pas commencée');
  expect(status).toBe(1);
  const resumed = await place.runbook('resume', '--confirm', 'ici');
  expect(resumed.stdout).toContain('2 étapes réussies');
  expect(resumed.status).toBe(0);
});

test('a step whose log cannot be opened does not begin, and the run can be resumed', async () => {
  const body = [
    step('step="vider"', '[[ -e vide ]] || rm -r .state/runbook/runs/*/logs\ntouch vide'),
    step('step="apres"', 'touch trace'),
  ].join('\n');
  await place.write('a.md', page('a', body));
  const { status, stdout, stderr } = await run();
  expect(stderr.replace(runFolder(stdout), 'DOSSIER')).toMatchInlineSnapshot(`
    "✗ rien n’a été lancé : la sortie de l’étape ne pourrait pas être gardée (le chemin n’existe pas, ENOENT)
      où        DOSSIER/logs/02-apres-1.log
      attendu   un fichier que ce compte peut créer à cet endroit
      à faire   Vérifiez ce dossier et la place qui reste (df -h), puis reprenez avec « runbook resume »."
  `);
  expect(status).toBe(4);
  await expect(stat(join(place.folder, 'trace'))).rejects.toThrow('ENOENT');
  expect((await place.runbook('resume', '--confirm', 'ici')).status).toBe(0);
  await stat(join(place.folder, 'trace'));
});

test('a report that cannot be written takes nothing from the summary, which says where everything is', async () => {
  await place.write('a.md', page('a', step('step="gener"', 'mkdir "$(echo .state/runbook/runs/*)/rapport.md"')));
  const { status, stdout } = await run();
  expect(stdout).toContain('1 étape réussie');
  expect(stdout).toContain(
    `le rapport n’a pas pu être écrit (c’est un dossier, EISDIR) ; tout est dans ${runFolder(stdout)}/journal.jsonl`,
  );
  expect(status).toBe(0);
});

test('a screen that is a file which cannot grow any more does not stop the run, and stderr says what is missing', async () => {
  const talk =
    'for turn in {1..1000}; do echo "tour $turn de ce qui remplit le fichier de l’écran, et de rien de plus"; done';
  await place.write('a.md', page('a', [step('step="parler"', talk), step('step="finir"', 'mkdir fait')].join('\n')));
  const limited = ['prlimit', `--fsize=${ROOM}`, process.execPath, cli, 'run', 'a.md'];
  const { exitCode, stderr } = await execa(
    'sh',
    ['-c', 'head -c 99900 /dev/zero > ecran; exec "$@" >> ecran', 'sh', ...limited],
    {
      cwd: place.folder,
      env: place.env,
      reject: false,
    },
  );
  expect((await stat(join(place.folder, 'ecran'))).size).toBe(ROOM);
  await stat(join(place.folder, 'fait'));
  expect(stderr).toBe(
    '✗ la sortie standard ne s’écrit plus (EFBIG) : la suite y manque\n' +
      '  à faire   « runbook history » dit comment une exécution a fini',
  );
  expect(exitCode).toBe(0);
});

test('an output that a full disk holds says to make room', async () => {
  const words = ['-c', 'exec "$@" > /dev/full', 'sh', process.execPath, cli, 'history'];
  const { stderr } = await execa('sh', words, { cwd: place.folder, env: place.env, reject: false });
  expect(stderr).toBe(
    '✗ la sortie standard ne s’écrit plus (plus de place sur le disque, ENOSPC) : la suite y manque\n' +
      '  à faire   faites de la place ; « runbook history » dit comment une exécution a fini',
  );
});
