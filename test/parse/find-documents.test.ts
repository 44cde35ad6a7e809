import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findDocuments } from '../../runbook-runner/src/parse/find-documents.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(name: string): Promise<void> {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), '');
}

async function found(): Promise<readonly string[]> {
  return (await findDocuments([join(folder, 'pages')])).map((path) => relative(join(folder, 'pages'), path));
}

test('every page of a folder is found, hidden ones too, but not those of hidden folders or packages', async () => {
  for (const name of ['b.md', 'a/c.MDX', '.cachee.md', '.git/d.md', 'node_modules/e.md', 'f.txt'])
    await write(join('pages', name));
  expect(await found()).toEqual(['.cachee.md', 'a/c.MDX', 'b.md']);
});

test('links are followed, once when they lead back', async () => {
  await write('ailleurs/a.md');
  await write('pages/b.md');
  await symlink(join(folder, 'ailleurs'), join(folder, 'pages/lien'));
  await symlink(join(folder, 'pages'), join(folder, 'pages/retour'));
  expect(await found()).toEqual(['b.md', 'lien/a.md']);
});

test('a link that leads nowhere is a page that cannot be read, and the lock of an editor is not a page', async () => {
  await mkdir(join(folder, 'pages'));
  await symlink('nulle-part', join(folder, 'pages/a.md'));
  await symlink('moi@machine.1234', join(folder, 'pages/.#a.md'));
  expect(await found()).toEqual(['a.md']);
});
