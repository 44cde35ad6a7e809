import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillIn } from '../../sandbox/fill-in.ts';
import { folderExists, locateSandbox, makeFolder, removeFolder } from '../../sandbox/folder.ts';

const uid = process.getuid?.() ?? -1;
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'korrigo-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a socket in the sandbox has a path that Linux accepts, however long the path of the repository', () => {
  const { root } = locateSandbox(join(folder, 'x'.repeat(200), '.sandbox'), uid);
  expect(`${root}/run/backend/gunicorn.sock`.length).toBeLessThan(108);
});

test('two places never share a folder', () => {
  expect(locateSandbox(join(folder, 'a'), uid).root).not.toBe(locateSandbox(join(folder, 'b'), uid).root);
});

test('what already stands at the place of the link is kept and named', async () => {
  const sandbox = locateSandbox(join(folder, 'bac'), uid);
  await mkdir(sandbox.link);
  await writeFile(join(sandbox.link, 'copie.pdf'), 'précieux');
  try {
    await expect(makeFolder(sandbox)).rejects.toThrow(
      `${sandbox.link} existe déjà et n’est pas le lien d’un bac à sable.`,
    );
  } finally {
    await removeFolder(sandbox);
  }
});

test('a folder that somebody else put in the shared place is refused', async () => {
  const sandbox = locateSandbox(join(folder, 'bac'), uid);
  await writeFile(sandbox.root, '');
  await expect(folderExists(sandbox)).rejects.toThrow(`${sandbox.root} n’appartient pas à l’utilisateur courant`);
  await rm(sandbox.root);
});

test('a configuration file with an unknown name in it is refused, with the names that exist', () => {
  expect(() => fillIn('nginx.conf', 'listen @PROT@;', { PORT: '1', ROOT: '/' })).toThrow(
    'nginx.conf : @PROT@ est inconnu ; noms connus : PORT, ROOT.',
  );
  expect(fillIn('nginx.conf', 'listen @PORT@; # a@b.fr', { PORT: '1' })).toBe('listen 1; # a@b.fr');
});
