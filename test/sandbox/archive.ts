import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASE } from '../../sandbox/platform/database.ts';
import { identityOf } from './identity.ts';
import type { Machine } from './machine.ts';
import { signedInVisitor } from './visitor.ts';

/** Each test is one way in which a published backup of this kind of platform lost data with exit status 0. */
export function describeArchive(machine: () => Machine) {
  describe('manage.py backup and restore', () => {
    let folder = '';
    let archive: Uint8Array = new Uint8Array();

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'korrigo-archives-'));
      const user = (await machine().service('backend', ['id', '-un'])).stdout;
      await execa('chown', [user, folder]);
      const made = await machine().manage(['backup', '--output', folder]);
      expect(made).toMatchObject({ exitCode: 0 });
      expect(made.stdout).toMatch(/\n\d+ lignes, 4263 fichiers, \d+ octets, relue et vérifiée$/);
      const name = (await readdir(folder)).find((file) => file.endsWith('.tar'));
      archive = await readFile(join(folder, name ?? ''));
    });

    afterAll(() => rm(folder, { recursive: true, force: true }));

    test('a folder that does not exist, or cannot be written to, fails and leaves nothing', async () => {
      expect(await machine().manage(['backup', '--output', '/nulle/part'])).toMatchObject({
        exitCode: 1,
        stderr: 'CommandError: Le dossier de sauvegarde n’existe pas : /nulle/part',
      });
      expect(await machine().manage(['backup', '--output', '/etc'])).toMatchObject({ exitCode: 1 });
      expect((await machine().manage(['backup'])).exitCode).toBe(2);
    });

    test('the checksum beside the archive is that of the archive', async () => {
      const { stdout } = await execa('sh', ['-c', 'sha256sum --check ./*.sha256'], { cwd: folder });
      expect(stdout).toMatch(/^korrigo-\d{8}T\d{6}Z\.tar: OK$/);
      expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    });

    test('a platform that lost a copy’s file is not backed up as if all were well', async () => {
      const name = await machine().query(
        "select pdf_source from exams_copy where pdf_source <> '' order by anonymous_id limit 1",
      );
      const hide = (from: string, to: string) => machine().service('backend', ['sh', '-c', 'mv "$0" "$1"', from, to]);
      const media = await machine().mediaDir();
      await hide(`${media}/${name}`, `${media}/.cachee`);
      const { exitCode, stderr } = await machine().manage(['backup', '--output', folder]);
      await hide(`${media}/.cachee`, `${media}/${name}`);
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`1 fichier(s) que la base cite manquent, par exemple « ${name} ».`);
      expect((await readdir(folder)).filter((file) => file.endsWith('.tar')).length).toBe(1);
    });

    test('profiles, many-to-many links, sequences and files come back identical, and new rows can be added', async () => {
      const before = await identityOf(machine());
      await machine().query(DAMAGE);
      await machine().service('backend', [
        'sh',
        '-c',
        'cd "$1/copies/source/2026" && rm -r Al* && echo x > intrus.pdf',
        'sh',
        await machine().mediaDir(),
      ]);
      expect(await identityOf(machine())).not.toEqual(before);

      expect(await machine().manage(['restore', '-'], archive)).toMatchObject({ exitCode: 0 });
      expect(await identityOf(machine())).toEqual(before);
      expect(await machine().manage(['control_media'])).toMatchObject({ exitCode: 0 });
      expect(await machine().manage(['shell', '--command', NEW_ROWS])).toMatchObject({ exitCode: 0, stdout: '1' });
      await machine().manage(['restore', '-'], archive);
      expect(await identityOf(machine())).toEqual(before);
      await signedInVisitor(machine());
    });

    test.each([
      ['empty', () => new Uint8Array()],
      ['truncated at 1 %', () => archive.subarray(0, archive.length / 100)],
      ['truncated at 50 %', () => archive.subarray(0, archive.length / 2)],
      ['truncated just before its end', () => archive.subarray(0, archive.lastIndexOf(0x7d) - 100)],
      ['with one byte of a table changed', () => changed(archive, 'verification')],
      ['with one byte of a PDF changed', () => changed(archive, '%PDF-1.4')],
      ['with one byte of a file name changed', () => changed(archive, 'media/copies/source/2026/Latin')],
      ['with one byte of the manifest changed', () => changed(archive, '"sequences"')],
    ])('an archive %s is refused and nothing is touched', async (_, damaged) => {
      const before = await identityOf(machine());
      const { exitCode, stderr } = await machine().manage(['restore', '-'], damaged());
      expect(stderr).toMatch(/^CommandError: L’archive est (tronquée|altérée)/);
      expect(stderr).toContain('Rien n’a été modifié, ni la base ni les médias.');
      expect(exitCode).toBe(1);
      expect(await identityOf(machine())).toEqual(before);
    });

    test('rows that contradict each other undo the whole restoration, sequences and media included', async () => {
      const orphans = await execa('/usr/bin/python3', [join(FIXTURES, 'without-students.py')], {
        input: archive,
        encoding: 'buffer',
      });
      await machine().query('insert into auth_group (name) values (random()::text)');
      const before = await identityOf(machine());
      const { exitCode, stderr } = await machine().manage(['restore', '-'], orphans.stdout);
      expect(stderr).toContain('exams_copy');
      expect(stderr).toContain('Rien n’a été modifié, ni la base ni les médias.');
      expect(exitCode).toBe(1);
      expect(await identityOf(machine())).toEqual(before);
      await machine().manage(['restore', '-'], archive);
    });

    test('a missing archive is refused', async () => {
      expect(await machine().manage(['restore', '/nulle/part.tar'])).toMatchObject({
        exitCode: 1,
        stderr: 'CommandError: L’archive n’existe pas : /nulle/part.tar',
      });
    });

    test('a base without its tables is refused, and the advice given then brings everything back', async () => {
      const before = await identityOf(machine());
      await machine().sandbox('sinistre');
      const refused = await machine().manage(['restore', '-'], archive);
      expect(refused.stderr).toContain('Restaurez dans une base neuve, créée puis migrée par « manage.py migrate ».');
      expect(refused.exitCode).toBe(1);

      await machine().service('db', ['dropdb', '--force', DATABASE]);
      await machine().service('db', ['createdb', DATABASE]);
      expect(await machine().manage(['migrate'])).toMatchObject({ exitCode: 0 });
      expect(await machine().manage(['restore', '-'], archive)).toMatchObject({ exitCode: 0 });
      expect(await identityOf(machine())).toEqual(before);
    });
  });
}

function changed(archive: Uint8Array, text: string) {
  const copy = Buffer.from(archive);
  const position = copy.lastIndexOf(text);
  if (position < 0) throw new Error(`${text} is not in the archive`);
  copy[position + 1] = (copy[position + 1] ?? 0) ^ 1;
  return copy;
}

const FIXTURES = join(import.meta.dirname, '../fixtures/sandbox');
const DAMAGE = `
  delete from exams_score where id % 2 = 0; delete from exams_booklet_copies; delete from accounts_profile;
  alter sequence exams_score_id_seq restart with 5; insert into auth_group (name) values ('intrus')`;
const NEW_ROWS = `
from django.contrib.auth import get_user_model
from accounts.models import Profile
from exams.models import Annotation, Copy
user = get_user_model().objects.create_user("nouveau")
Annotation.objects.create(copy=Copy.objects.first(), author=user, page=1, text="après la restauration")
print(Profile.objects.filter(user=user).count())`;
