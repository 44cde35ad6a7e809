import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { ROLE } from '../../sandbox/platform/database.ts';
import { copyProject } from '../../sandbox/platform/sources.ts';
import type { Machine } from './machine.ts';

export function describeLaunchers(machine: () => Machine) {
  describe('launchers', () => {
    test('stdin, stdout and the exit status pass through', async () => {
      expect(await machine().service('db', ['sh', '-c', 'cat; exit 7'], 'éà\n')).toMatchObject({
        stdout: 'éà',
        exitCode: 7,
      });
    });

    test('they work behind timeout, xargs and env', async () => {
      const db = join(machine().dir, 'bin/db');
      const { stdout } = await execa('timeout', ['20', 'env', 'xargs', db, 'echo'], { input: 'a b\n' });
      expect(stdout).toBe('a b');
    });

    test('a variable of the operator’s shell cannot send a command to another server', async () => {
      const { stdout } = await execa(
        join(machine().dir, 'bin/db'),
        ['psql', '-XAtc', 'select current_user', 'postgres'],
        {
          env: { PGHOST: 'ailleurs.invalid', PGDATABASE: 'autre', PGUSER: 'autre', PGSERVICE: 'autre', PGPORT: '1' },
        },
      );
      expect(stdout).toBe(ROLE);
    });

    test('no variable tells the application where its media are: it finds them below its own folder', async () => {
      for (const name of ['backend', 'worker', 'beat']) {
        const { stdout } = await machine().service(name, ['printenv']);
        expect(stdout).toContain('DJANGO_ENV=production');
        expect(stdout).not.toMatch(/media/i);
      }
      const asked = 'import os; from django.conf import settings; print(os.path.realpath(settings.MEDIA_ROOT))';
      expect((await machine().manage(['shell', '--command', asked])).stdout).toBe(await machine().mediaDir());
    });

    test('no process of the sandbox has a secret in its arguments', async () => {
      const secrets = await execa('sh', ['-c', 'cat secrets/*'], { cwd: machine().dir });
      const { stdout } = await execa('ps', ['-eo', 'args', '-ww']);
      for (const secret of secrets.stdout.split('\n')) expect(stdout).not.toContain(secret);
    });

    test.runIf(process.getuid?.() === 0)('each service runs as an unprivileged user', async () => {
      const users = Object.fromEntries(
        await Promise.all(
          ['db', 'redis', 'backend', 'worker', 'beat'].map(async (name) => [
            name,
            (await machine().service(name, ['id', '-un'])).stdout,
          ]),
        ),
      );
      expect(users).toEqual({
        db: 'postgres',
        redis: 'redis',
        backend: 'www-data',
        worker: 'www-data',
        beat: 'www-data',
      });
    });

    test('a launcher without a command says how it is used', async () => {
      expect(await machine().service('backend', [])).toMatchObject({
        exitCode: 64,
        stderr: 'backend : il manque la commande, par exemple : backend python manage.py check',
      });
    });

    test('the project passes Django’s own deployment check, apart from TLS', async () => {
      const { exitCode, stderr } = await machine().manage(['check', '--deploy', '--fail-level', 'WARNING']);
      // 004, 008, 012, 016: HSTS, redirection and secure cookies, which have no meaning on a loopback without TLS.
      expect(stderr.match(/security\.W\d+/g)).toEqual([
        'security.W004',
        'security.W008',
        'security.W012',
        'security.W016',
      ]);
      expect(exitCode).toBe(1);
    });

    test('the migrations are those of the models', async () => {
      expect(await machine().manage(['makemigrations', '--check', '--dry-run'])).toMatchObject({ exitCode: 0 });
    });

    test('looking at the models with the shared settings alone leaves no file among the sources', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'korrigo-project-'));
      try {
        await copyProject('durci', folder);
        const before = await readdir(folder);
        const { stdout } = await execa('/usr/bin/python3', ['manage.py', 'makemigrations', '--check', '--dry-run'], {
          cwd: folder,
          env: { DJANGO_SETTINGS_MODULE: 'core.settings', PYTHONDONTWRITEBYTECODE: '1' },
        });
        expect(stdout).toBe('No changes detected');
        expect(await readdir(folder)).toEqual(before);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });
}
