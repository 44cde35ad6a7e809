import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readRunbook, readTool, textOf } from './runbooks.ts';

const page = await readRunbook('restauration-medias');
const tools = await readTool('medias');
const extraction = textOf(page, 'extraire-medias');
const switching = textOf(page, 'basculer-medias');
const goingBack = textOf(page, 'undo-basculer-medias');
const before = {
  'copies/a.pdf': 'ancien a',
  'copies/b.pdf': 'ancien b',
  'éditions/c.pdf': 'ancien c',
  '.caché': 'ancien',
};
const after = { 'copies/a.pdf': 'nouveau a', 'copies/d é.pdf': 'nouveau d', 'scans/e.pdf': 'nouveau e' };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medias-'));
  await writeTree('media', before);
  await writeTree('archive', after);
  await execa('tar', ['--create', '--file', 'archive.tar', '--directory', 'archive', '.'], { cwd: folder });
  await writeCommands();
  await writeManifest();
  await run(extraction);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the media are those of the archive, and the old ones are kept whole', async () => {
  await run(switching);
  expect(await tree('media')).toEqual({ ...after, ...under('.korrigo-avant-T', before) });
});

test('the folder of the media stays the same one: nginx would go on serving the one that was moved', async () => {
  const { ino } = await stat(join(folder, 'media'));
  for (const step of [switching, goingBack]) {
    await run(step);
    expect((await stat(join(folder, 'media'))).ino).toBe(ino);
  }
});

test('going back gives the old media again, and keeps those of the archive aside', async () => {
  await run(switching);
  await run(goingBack);
  expect(await tree('media')).toEqual({ ...before, ...under('.korrigo-restauration-T', after) });
});

test('going back keeps what was added or changed since the switch, and says how much', async () => {
  await run(switching);
  await writeTree('media', { 'copies/nouvelle é.pdf': 'numérisée', 'scans/e.pdf': 'corrigée' });
  const { stdout } = await run(goingBack);
  const kept = (await readdir(join(folder, 'avant-restauration'))).filter((name) => name.endsWith('.tar'));
  expect(kept).toEqual([expect.stringMatching(/^medias-depuis-2\d{7}T\d{6}Z\.tar$/)]);
  expect(stdout).toBe(
    `Les copies ajoutées ou changées depuis l’archive : 2\ngardées dans ${folder}/avant-restauration/${kept}`,
  );
  await mkdir(join(folder, 'relu'));
  await execa('tar', ['--extract', '--file', `${folder}/avant-restauration/${kept}`], { cwd: join(folder, 'relu') });
  expect(await tree('relu')).toEqual({ 'copies/nouvelle é.pdf': 'numérisée', 'scans/e.pdf': 'corrigée' });
});

test('going back moves nothing when what was written since cannot be kept', async () => {
  await run(switching);
  await writeTree('media', { 'copies/nouvelle.pdf': 'numérisée' });
  await writeFile(join(folder, 'avant-restauration'), 'pas un dossier');
  const { exitCode, stderr } = await run(goingBack, { cut: null });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('avant-restauration');
  const switched = { ...after, 'copies/nouvelle.pdf': 'numérisée', ...under('.korrigo-avant-T', before) };
  expect(await tree('media')).toEqual(switched);
});

test('each step done twice in a row does no more than once', async () => {
  await run(extraction);
  for (const step of [switching, switching]) await run(step);
  expect(await tree('media')).toEqual({ ...after, ...under('.korrigo-avant-T', before) });
  for (const step of [goingBack, goingBack]) await run(step);
  expect(await tree('media')).toEqual({ ...before, ...under('.korrigo-restauration-T', after) });
});

describe.each([1, 2, 3, 4, 5, 6])('when the power fails at move number %i of the switch', (move) => {
  beforeEach(async () => {
    expect((await run(switching, { cut: move })).signal).toBe('SIGKILL');
  });

  test('doing the step again ends it', async () => {
    await run(switching);
    expect(await tree('media')).toEqual({ ...after, ...under('.korrigo-avant-T', before) });
  });

  test('going back gives the old media again', async () => {
    await run(goingBack);
    expect(await tree('media')).toEqual({ ...before, ...under('.korrigo-restauration-T', after) });
  });

  test.each([1, 2, 3])('going back is safe even if the power fails again, at move number %i', async (again) => {
    await run(goingBack, { cut: again });
    await run(goingBack);
    expect(await tree('media')).toEqual({ ...before, ...under('.korrigo-restauration-T', after) });
  });
});

/** Runs a step; `cut` kills everything, as a power failure would, just before that move; null: it may fail by itself. */
async function run(text: string, { cut }: { cut: number | null } = { cut: 0 }) {
  await rm(join(folder, 'moves'), { force: true });
  const result = await execa('bash', ['--noprofile', '--norc', '-c', `set -Eeuo pipefail\n${tools}\n${text}`], {
    cwd: folder,
    env: {
      PATH: `${folder}/bin:${process.env['PATH']}`,
      CUT: String(cut ?? 0),
      HORODATAGE: 'T',
      ARCHIVE_MEDIAS: `${folder}/archive.tar`,
      MEDIA_DIR: `${folder}/media`,
      BACKUP_DIR: folder,
    },
    detached: true,
    reject: false,
  });
  if (cut === 0) expect(result.stderr).toBe('');
  return result;
}

/** As a backup leaves it beside the archive. */
async function writeManifest() {
  const text = 'find . -type f -exec sha256sum {} + | LC_ALL=C sort --key=2 > ../archive.tar.manifeste';
  await execa('bash', ['-c', text], { cwd: join(folder, 'archive') });
}

async function writeCommands() {
  const service = '#!/bin/sh\nexec "$@"\n';
  const nothing = '#!/bin/sh\n';
  const move = `#!/bin/sh
echo move >> ${folder}/moves
[ "$(wc -l < ${folder}/moves)" -ne "$CUT" ] || kill -9 0
exec /bin/mv "$@"
`;
  await mkdir(join(folder, 'bin'));
  for (const [name, text] of [
    ['@backend:run', service],
    ['@backend:stop', nothing],
    ['@worker:stop', nothing],
    ['@beat:stop', nothing],
    ['mv', move],
  ] as const) {
    await writeFile(join(folder, 'bin', name), text);
    await chmod(join(folder, 'bin', name), 0o755);
  }
}

async function writeTree(root: string, files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, root, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
  }
}

async function tree(root: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(join(folder, root), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const pairs = names.map(
    async (path) => [path.slice(join(folder, root).length + 1), await readFile(path, 'utf8')] as const,
  );
  return Object.fromEntries(await Promise.all(pairs));
}

function under(prefix: string, files: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${prefix}/${name}`, text]));
}
