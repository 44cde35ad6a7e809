import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { exampleOf } from '../content/example.ts';
import { cli } from '../support/runbook-cli.ts';
import type { Drill, Platform } from './platform.ts';

/** The example that an administrator copies, in the folder of a platform that Compose keeps. */
export function describeExampleTarget(drill: () => Drill) {
  describe('the example of the reference, written in the folder of the platform', () => {
    let targets: string;
    beforeAll(async () => {
      targets = await writeExample(drill().platform);
    });

    // The only value beside: the sandbox has not all the tables of the platform.
    const columns = ['--var', `FILE_COLUMNS=${COLUMNS.join('\n')}`];
    test.each([
      ['verification-sante', columns],
      ['sauvegarde-base', []],
      ['sauvegarde-medias', columns],
    ])('%s runs to its end', async (id, values) => {
      const { place } = drill().platform;
      const words = [cli, 'run', id, '--targets', targets, ...values];
      const env = { ...place.env, HOME: homeOf(place) };
      const options = { cwd: place.folder, env, reject: false, stdin: 'ignore' } as const;
      const { exitCode, stdout, stderr } = await execa(process.execPath, words, options);
      expect(stderr).toBe('');
      expect(stdout).toContain('cible production');
      expect(stdout).toMatch(/✓ Réussite en .* étapes réussies/);
      expect(exitCode).toBe(0);
    });
  });
}

/** What is of the server and not of the target: its address, its folder of backups, its group, its keyring, the client of Docker. */
async function writeExample({ machine, place }: Platform): Promise<string> {
  const backups = join(place.folder, 'sauvegardes');
  const { stdout: group } = await execa('id', ['--group', '--name']);
  await mkdir(backups, { mode: 0o700 });
  await mkdir(homeOf(place));
  await symlink(join(machine.dir, 'docker'), join(homeOf(place), '.docker'));
  await place.command('pass', `[ "$*" = 'show korrigo/verification' ] && cat '${machine.dir}/secrets/verification'`);
  const path = join(machine.dir, 'targets.yaml');
  await writeFile(
    path,
    replaced(await exampleOf('content/reference/targets.md'), {
      'https://korrigo.example': await machine.baseUrl(),
      '/var/backups/korrigo': backups,
      'operators: exploitation': `operators: ${group}`,
    }),
  );
  return path;
}

function replaced(text: string, words: Readonly<Record<string, string>>): string {
  return Object.entries(words).reduce((now, [from, to]) => {
    if (now.split(from).length !== 2) throw new Error(`« ${from} » is not once in:\n${now}`);
    return now.replace(from, to);
  }, text);
}

const homeOf = ({ folder }: Platform['place']) => join(folder, 'operateur');

const COLUMNS = [
  'exams_copy.pdf_source',
  'exams_copy.final_pdf',
  'exams_exam.pdf_source',
  'exams_exam.students_csv',
  'exams_booklet.header_image',
  'exams_booklet.pages_images:$[*]',
];
