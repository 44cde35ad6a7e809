import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { localTarget, openPlace } from '../support/runbook-cli.ts';

const runbooks = fileURLToPath(new URL('../../content/runbooks', import.meta.url));

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  await Promise.all([writeTargets(path('sauvegardes')), mkdir(path('medias'))]);
  await place.command('application', 'exec "$@"');
});
afterEach(() => place.remove());

describe('a backup of the database leaves nothing that passes for an archive, and fails', () => {
  test.each([
    [
      'the password is wrong',
      'echo "FATAL: password authentication failed" >&2; exit 1',
      /password authentication failed/,
    ],
    [
      'the connection is cut',
      'echo PGDMP; echo "server closed the connection" >&2; exit 1',
      /server closed the connection/,
    ],
    ['the export is empty, and its status 0', 'exit 0', /input file is too short/],
  ])('when %s', async (_, pgDump, said) => {
    await writeDatabase(pgDump);
    const { status, stdout } = await backUp('sauvegarde-base');
    expect(stdout).toMatch(said);
    expect(status).toBe(1);
    expect(await archives()).toEqual([]);
  });

  test('when its folder cannot be made, before it exports anything', async () => {
    await writeDatabase('echo PGDMP');
    await place.write('fichier', '');
    await writeTargets(path('fichier/sauvegardes'));
    const { status, stdout } = await backUp('sauvegarde-base');
    expect(stdout).toContain('Not a directory');
    expect(status).toBe(1);
    expect(await readFile(path('appels'), 'utf8')).not.toContain('pg_dump');
  });
});

describe('a backup of the media makes no archive, and fails', () => {
  test('when there is no file, as in a volume that Docker has just made', async () => {
    const { status, stdout } = await backUp('sauvegarde-medias');
    expect(stdout).toContain('fichiers : 0, ni fichier ni dossier : aucun');
    expect(status).toBe(1);
    expect(existsSync(path('sauvegardes'))).toBe(false);
  });

  test('when their folder is not there', async () => {
    await writeTargets(path('sauvegardes'), path('nulle-part'));
    const { status, stdout } = await backUp('sauvegarde-medias');
    expect(stdout).toContain('nulle-part');
    expect(status).toBe(1);
    expect(existsSync(path('sauvegardes'))).toBe(false);
  });
});

const path = (name: string): string => join(place.folder, name);
const backUp = (id: string) => place.runbook('run', join(runbooks, `${id}.md`));

/** Whatever has a name that a choice of archives, a rotation or a person would take for a backup. */
async function archives(): Promise<readonly string[]> {
  return (await readdir(path('sauvegardes'))).filter((name) => /\.(dump|sha256)$/.test(name));
}

function writeTargets(backups: string, media: string = path('medias')): Promise<string> {
  return place.write(
    'targets.yaml',
    `${localTarget}    variables: { BACKUP_DIR: ${backups}, MEDIA_DIR: ${media} }
    services: { db: { exec: [bin/base] }, backend: { exec: [bin/application] } }
`,
  );
}

/** A database that answers, and whose export ends as it is told to. */
function writeDatabase(pgDump: string): Promise<void> {
  return place.command(
    'base',
    `echo "$*" >> '${path('appels')}'
case "$*" in
  *pg_database_size*) echo 1000 ;;
  psql*) echo t ;;
  pg_dump*) ${pgDump} ;;
  pg_restore*) test -n "$(head -c 5)" || { echo 'pg_restore: error: input file is too short' >&2; exit 1; } ;;
esac`,
  );
}
