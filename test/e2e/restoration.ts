import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { identityOf } from '../sandbox/identity.ts';
import { watchCommandLines } from './command-lines.ts';
import type { Drill, Platform } from './platform.ts';
import { chosen, logsOf, succeeded } from './platform.ts';

/** The main promise: everything comes back, and the proof would have seen it if something had not. */
export function describeRestoration(drill: () => Drill) {
  describe('after a disaster', () => {
    let before: Awaited<ReturnType<typeof identityOf>>;
    let commandLines: readonly string[];
    let reports: string;

    beforeAll(async () => {
      const { platform, archives } = drill();
      reports = join(platform.place.folder, 'rapports');
      before = await identityOf(platform.machine);
      await platform.sandbox('sinistre');
      const { rows } = await identityOf(platform.machine);
      expect(rows.exams_copy).toBeUndefined();
      const watch = watchCommandLines();
      try {
        succeeded(await platform.run('restauration-complete', ...chosen(archives), '--report', reports));
      } finally {
        commandLines = await watch.end();
      }
    });

    test('the restoration brings back every row, every sequence and every file', async () => {
      const { rows, media } = await identityOf(drill().platform.machine);
      expect(rows).toEqual(before.rows);
      // What it replaced is kept beside.
      expect(media.filter((line) => !line.includes('  ./.korrigo-avant-'))).toEqual(before.media);
    });

    test('the proof says identical for every table, every sequence and every file', async () => {
      const { status, log } = await prove(drill());
      expect(status).toBe(0);
      for (const name of Object.keys(before.rows).filter((name) => name !== 'auth_user')) {
        expect(log).toMatch(new RegExp(`^(table|séquence) ${name} : identique \\(`, 'm'));
      }
      expect(log).toContain(`fichiers : ${before.media.length} identiques sur ${before.media.length}\n=> identique`);
      expect(log).toContain('numéros de ceux qui ont changé : aucun');
      expect(log).not.toMatch(/DIFFÉRENT|ABSENT|EN TROP/);
    });

    test('the proof fails and names the table when one row is changed behind its back', async () => {
      const { query } = drill().platform.machine;
      const id = await query('select id from exams_score order by id offset 4000 limit 1');
      await query(`update exams_score set points = points + 1 where id = ${id}`);
      const { status, stdout } = await prove(drill());
      await query(`update exams_score set points = points - 1 where id = ${id}`);
      expect(status).toBe(1);
      expect(stdout).toMatch(/table exams_score : DIFFÉRENT \(attendu : (\d+ lignes), trouvé : \1\)$/m);
      expect(stdout).toContain('=> DIFFÉRENT, écarts : 1');
    });

    test('the proof fails and names the sequence when one sequence is changed behind its back', async () => {
      const { query } = drill().platform.machine;
      const kept = await query('select last_value from exams_score_id_seq');
      await query(`select setval('exams_score_id_seq', ${kept} + 1)`);
      const { status, stdout } = await prove(drill());
      await query(`select setval('exams_score_id_seq', ${kept})`);
      expect(status).toBe(1);
      const [was, is] = [`${kept}, true`, `${Number(kept) + 1}, true`];
      expect(stdout).toContain(`séquence exams_score_id_seq : DIFFÉRENT (attendu : ${was}, trouvé : ${is})`);
      expect(stdout).toContain('=> DIFFÉRENT, écarts : 1');
    });

    test('the proof fails and names the file when one byte is changed, size and date kept', async () => {
      const { platform } = drill();
      const { file, name } = await anyCopy(platform);
      const whole = await stat(file, { bigint: true });
      await flipByte(file);
      const now = await stat(file, { bigint: true });
      expect([now.size, now.mtimeNs]).toEqual([whole.size, whole.mtimeNs]);
      const { status, stdout } = await prove(drill());
      await flipByte(file);
      expect(status).toBe(1);
      expect(stdout).toContain(`fichier ${name} : DIFFÉRENT`);
      const { length } = before.media;
      expect(stdout).toContain(`fichiers : ${length - 1} identiques sur ${length}`);
    });

    test('the proof fails and says the number of an account that was added behind its back', async () => {
      const { query } = drill().platform.machine;
      const id = await query(
        'insert into auth_user select 9999, password, last_login, is_superuser, username || 2, first_name, last_name, email, is_staff, is_active, date_joined from auth_user order by id limit 1 returning id',
      );
      const { status, stdout } = await prove(drill());
      await query(`delete from auth_user where id = ${id}`);
      expect(status).toBe(1);
      expect(stdout).toMatch(/numéros de ceux qui ont changé : 9999$/m);
    });

    test('a column of files that the target does not name shows as files that nothing cites', async () => {
      const { platform } = drill();
      const columns = ['exams_copy.pdf_source', 'exams_exam.pdf_source', 'exams_exam.students_csv'];
      succeeded(await platform.run('verification-sante', '--var', `FILE_COLUMNS=${columns.join('\n')}`));
      const log = await logsOf(platform.place, 'verification-sante');
      expect(log).toMatch(/^fichiers que rien ne cite : booklets\/.*$/m);
      expect(log).toMatch(/^copies\/final\/Copie .*$/m);
    });

    test('with the changes taken back, the proof is identical again', async () => {
      expect(await prove(drill())).toMatchObject({ status: 0 });
    });

    test('the password of the account that signs in is in no file of the run and was in no command line', async () => {
      const { place, machine } = drill().platform;
      const password = (await readFile(join(machine.dir, 'secrets/verification'), 'utf8')).trim();
      expect(password.length).toBeGreaterThan(12);
      // The watch did see the process that received it.
      expect(commandLines.filter((line) => line.includes('/api/login/'))).not.toEqual([]);
      const forms = [
        password,
        Buffer.from(password).toString('base64').replace(/=+$/, ''),
        encodeURIComponent(password),
      ];
      expect(commandLines.filter((line) => forms.some((form) => line.includes(form)))).toEqual([]);
      const files = await filesBelow([place.state, reports]);
      expect(files.filter((path) => path.endsWith('.log')).length).toBeGreaterThan(25);
      expect(files.some((path) => path.startsWith(reports))).toBe(true);
      const leaking: string[] = [];
      for (const path of files) {
        const text = await readFile(path, 'latin1');
        if (forms.some((form) => text.includes(form))) leaking.push(path);
      }
      expect(leaking).toEqual([]);
    });
  });
}

async function prove({ platform, archives }: Drill) {
  const called = await platform.run('prouver-identite', ...chosen(archives));
  return { ...called, log: await logsOf(platform.place, 'prouver-identite') };
}

async function anyCopy({ machine }: Platform) {
  const name = await machine.query(
    "select pdf_source from exams_copy where pdf_source <> '' order by id offset 1500 limit 1",
  );
  return { name, file: join(machine.dir, 'media', name) };
}

/** Changes one byte in the middle of a file, or changes it back; size and date stay. */
async function flipByte(path: string): Promise<void> {
  const { atimeNs, mtimeNs, size } = await stat(path, { bigint: true });
  const file = await open(path, 'r+');
  const at = Number(size / 2n);
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
  buffer[0] = (buffer[0] ?? 0) ^ 1;
  await file.write(buffer, 0, 1, at);
  await file.close();
  // Node's utimes rounds to less than what the file system keeps.
  for (const [flag, time] of [
    ['-a', atimeNs],
    ['-m', mtimeNs],
  ] as const) {
    const seconds = `${time / 1_000_000_000n}.${String(time % 1_000_000_000n).padStart(9, '0')}`;
    await execa('touch', [flag, '--no-create', `--date=@${seconds}`, path]);
  }
}

async function filesBelow(folders: readonly string[]): Promise<readonly string[]> {
  const entries = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })));
  return entries
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
