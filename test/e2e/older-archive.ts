import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dockerOf } from '../sandbox/docker.ts';
import { identityOf } from '../sandbox/identity.ts';
import { openTerminal } from '../support/terminal.ts';
import type { Drill, Platform } from './platform.ts';
import { chosen, succeeded } from './platform.ts';

/**
 * The code has a migration that the archive has not; on Compose, the code is an image, and each start migrates.
 * @param whole also the way of a person who passes the check.
 */
export function describeOlderArchive(drill: () => Drill, whole: boolean) {
  describe('from an archive that is older than the code', () => {
    let archived: Awaited<ReturnType<typeof identityOf>>;
    let installed: Release;
    let newer: Release;
    let stopped: string;
    beforeAll(async () => {
      const { platform } = drill();
      archived = await identityOf(platform.machine);
      installed = await installedRelease(platform);
      newer = await migratedRelease(platform, installed);
      await deploy(platform, newer);
      await platform.machine.query("insert into auth_group (name) values ('depuis-la-sauvegarde')");
    });
    afterAll(async () => {
      await deploy(drill().platform, installed);
      // A Docker of the machine would keep it.
      await dockerOf(drill().platform.machine)('image', 'rm', newer.image);
    });

    test('the restoration stops before anything is replaced', async () => {
      const { platform } = drill();
      const inPlace = await identityOf(platform.machine);
      stopped = await expectStopped(drill());
      expect(await identityOf(platform.machine)).toEqual(inPlace);
    });

    test('it goes on with the image of the day of the archive, and the proof says identical', async () => {
      const { platform, archives } = drill();
      await choose(platform, installed);
      succeeded(await platform.place.runbook('resume', stopped, '--confirm', platform.target));
      succeeded(await platform.run('prouver-identite', ...chosen(archives)));
    });

    test.runIf(whole)(
      'it goes on without the check that a person passes with a reason: the application migrates as it opens',
      async () => {
        const { platform } = drill();
        await deploy(platform, newer);
        const run = await expectStopped(drill());
        await passWithReason(platform, run, 'archive d’avant le nom d’usage');
        const { status, stdout } = await platform.place.runbook('resume', run, '--confirm', platform.target);
        expect(stdout).toContain('non vérifié : Les tables chargées sont celles que le code attend (migrations)');
        const [, report = ''] = /rapport : (\S+)/.exec(stdout) ?? [];
        expect(await readFile(report, 'utf8')).toContain('archive d’avant le nom d’usage');
        // To its end, but not as the page says.
        expect(status).toBe(6);
        expect(await platform.machine.query('select count(*), count(usage_name) from students_student')).toBe('200|0');
        const { rows } = await identityOf(platform.machine);
        expect(withoutMigrated(rows)).toEqual(withoutMigrated(archived.rows));
      },
    );
  });
}

/** Returns the run that its check stopped. */
async function expectStopped({ platform, archives }: Drill): Promise<string> {
  const { status, stdout } = await platform.run('restauration-complete', ...chosen(archives));
  expect(status).toBe(1);
  expect(stdout).toContain('Les tables chargées sont celles que le code attend');
  expect(stdout).toContain('│     Add field usage_name to student');
  const [, run = ''] = /runbook resume (\S+)/.exec(stdout) ?? [];
  return run;
}

/** In a terminal, as nobody else can; then leaves the rest to who is not asked. */
async function passWithReason({ place }: Platform, run: string, reason: string): Promise<void> {
  const terminal = await openTerminal(place, ['resume', run]);
  try {
    await terminal.see('La passer');
    await terminal.press('Down', 'Enter');
    await terminal.reply('Pourquoi ?', reason);
    await terminal.see('Que faire ?', 2);
    await terminal.press('Escape');
    await terminal.status();
  } finally {
    await terminal.close();
  }
}

async function installedRelease({ machine }: Platform): Promise<Release> {
  const env = await readFile(join(machine.dir, '.env'), 'utf8');
  const [, image = ''] = /^BACKEND_IMAGE=(.*)$/m.exec(env) ?? [];
  return { image, env };
}

/** The release after another: one more column. */
async function migratedRelease({ machine, place }: Platform, { image, env }: Release): Promise<Release> {
  const folder = join(place.folder, 'version-suivante');
  await mkdir(folder);
  await writeFile(join(folder, '0002_usage_name.py'), MIGRATION);
  await writeFile(join(folder, 'Dockerfile'), `FROM ${image}\nCOPY 0002_usage_name.py /app/students/migrations/\n`);
  const next = `${image}-suivante`;
  expect(await dockerOf(machine)('build', '--quiet', '--tag', next, folder)).toMatchObject({ exitCode: 0 });
  return { image: next, env: env.replace(/^BACKEND_IMAGE=.*$/m, `BACKEND_IMAGE=${next}`) };
}

/** What its administrator does: the image in `.env`, then Compose. */
async function deploy(platform: Platform, release: Release): Promise<void> {
  await choose(platform, release);
  expect(await platform.machine.supervisor('up', '--detach')).toMatchObject({ exitCode: 0 });
  await platform.machine.service('attendre', ['backend']);
}

async function choose({ machine }: Platform, { env }: Release): Promise<void> {
  await writeFile(join(machine.dir, '.env'), env);
}

/** Without the tables that a migration changes. */
function withoutMigrated(rows: Readonly<Record<string, readonly string[]>>) {
  return Object.fromEntries(
    Object.entries(rows).filter(([name]) => !/^(django_migrations|students_student)/.test(name)),
  );
}

const MIGRATION = `from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("students", "0001_initial")]
    operations = [migrations.AddField("student", "usage_name", models.CharField(max_length=80, null=True))]
`;

interface Release {
  readonly image: string;
  /** The whole `.env`. */
  readonly env: string;
}
