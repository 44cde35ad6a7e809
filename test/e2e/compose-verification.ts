import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { cli, output, page, step } from '../support/runbook-cli.ts';
import type { Platform } from './platform.ts';

/** From nothing to the reports, through the commands of the target, as CI calls it. @param whole every page, a quarter of an hour. */
export function describeComposeVerification(platform: () => Platform, whole: boolean) {
  describe('runbook verify, where there is no platform yet', () => {
    test.runIf(whole)('makes one, and every page does there what it announces', { timeout: 3_600_000 }, async () => {
      const { exitCode, stdout, junit } = await verify(platform(), 'content/runbooks');
      console.log(stdout);
      expect(stdout).not.toContain('::error');
      expect(junit.match(/<testsuite name="[^"]*" tests="\d+" failures="0" skipped="0"/g)).toHaveLength(7);
      expect(exitCode).toBe(0);
    });

    test('makes one, and a fault in a page is a failure in JUnit, an annotation at its line and the status 1', async () => {
      const { place } = platform();
      const planted = 'content/runbooks/copies-presentes.md';
      await place.write(planted, PLANTED);
      const { exitCode, stdout, junit } = await verify(platform(), 'content/runbooks/verification-sante.md', planted);
      await rm(join(place.folder, planted));
      expect(stdout).toContain('✓ verification-sante : ');
      const line = PLANTED.split('\n').indexOf('```bash check="copies"') + 1;
      expect(stdout.split('\n').filter((said) => said.startsWith('::'))).toEqual([
        expect.stringMatching(new RegExp(`^::error file=${planted},line=${line},title=étape copies::.*4000.*3000`)),
      ]);
      expect(junit).toMatch(/<testsuite name="[^"]*verification-sante[^"]*" tests="\d+" failures="0" skipped="0"/);
      expect(junit).toMatch(/<testsuite name="[^"]*copies-presentes[^"]*" tests="1" failures="1" skipped="0"/);
      expect(junit).toMatch(/<failure [^>]*4000[^>]*3000/);
      expect(exitCode).toBe(1);
    });
  });
}

async function verify({ place, target }: Platform, ...pages: readonly string[]) {
  const reports = join(place.folder, 'rapports-verify');
  const words = [cli, 'verify', ...pages, '--target', target, '--report', reports];
  const env = { ...place.env, GITHUB_ACTIONS: 'true' };
  const { exitCode, stdout } = await execa(process.execPath, words, {
    cwd: place.folder,
    env,
    reject: false,
    stdin: 'ignore',
  });
  return { exitCode, stdout, junit: await readFile(join(reports, 'runbooks.junit.xml'), 'utf8') };
}

const PLANTED = page(
  'copies-presentes',
  [
    step(
      'check="copies"',
      '@db psql -X --no-align --tuples-only --dbname "$DB_NAME" --command "select count(*) from exams_copy"',
    ),
    output('copies', '4000'),
  ].join('\n'),
  '  variables:\n    DB_NAME: { description: Nom de la base, type: string }\n',
);
