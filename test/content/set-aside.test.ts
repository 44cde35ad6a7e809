import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeCommand } from '../support/write-command.ts';
import { readRunbook, readTool, textOf } from './runbooks.ts';

const tool = await readTool('empreinte');
const GOOD = 'korrigo-20260101T000000Z.dump';

let backups = '';
beforeEach(async () => {
  backups = await mkdtemp(join(tmpdir(), 'sauvegardes-'));
  await writeFile(join(backups, GOOD), 'bonne archive');
  await execa('sh', ['-c', 'sha256sum "$1" > "$1.sha256"', 'sh', GOOD], { cwd: backups });
  await mkdir(join(backups, 'bin'));
  await writeCommand(join(backups, 'bin'), '@db', DATABASE);
});
afterEach(() => rm(backups, { recursive: true }));

describe.each(['restauration-base', 'restauration-complete'])('the damaged base that %s sets aside', (id) => {
  test('is not in the folder where a rotation keeps the last archives', async () => {
    const before = await readdir(backups);
    expect(await setAside(id)).toContain('Mise de côté : faite');
    expect((await readdir(backups)).filter((name) => !before.includes(name))).toEqual(['avant-restauration']);
  });

  test('is offered after the good archives, and said to be what it is', async () => {
    await setAside(id);
    expect((await choicesOf(id)).map((line) => line.replace(/\t.* octets, /, ' : '))).toEqual([
      `${backups}/${GOOD} : vérifiée`,
      expect.stringMatching(
        /\/avant-restauration\/korrigo-\d{8}T\d{6}Z\.dump : vérifiée, état mis de côté avant une restauration$/,
      ),
    ]);
  });
});

async function setAside(id: string): Promise<string> {
  return bash(`${tool}\n${textOf(await readRunbook(id), 'mettre-de-cote')}`);
}

/** What an operator is offered as an archive of the base. */
async function choicesOf(id: string): Promise<readonly string[]> {
  const asked = (await readRunbook(id)).variables.find(({ name }) => name === 'ARCHIVE');
  return (await bash(asked?.choices?.command ?? '')).split('\n');
}

async function bash(text: string): Promise<string> {
  const { stdout } = await execa('bash', ['--noprofile', '--norc', '-c', `set -Eeuo pipefail\n${text}`], {
    env: { PATH: `${backups}/bin:${process.env.PATH}`, BACKUP_DIR: backups, DB_NAME: 'korrigo' },
  });
  return stdout;
}

/** A base that can still be exported, and whose archive says all of it. */
const DATABASE = `case "$1" in
  psql) echo korrigo ;;
  pg_dump) echo PGDMP ;;
  pg_restore) printf '%s\\n' '-- Name: copie; Type: TABLE; Schema: public; Owner: korrigo' 'CREATE TABLE public.copie (' \\
    '-- PostgreSQL database dump complete' ;;
esac`;
