import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DoctorReport } from '../../runbook-runner/src/doctor/examine.ts';
import type { Platform } from './platform.ts';

/** The list that the repository's target gives of them, beside what Django itself declares. */
export function describeFileColumns(platform: () => Platform): void {
  const doctor = (...words: readonly string[]) =>
    platform().place.runbook('doctor', 'verification-sante', '--target', platform().target, ...words);
  const compared = async () => {
    const { entries } = JSON.parse((await doctor('--format', 'json')).stdout) as DoctorReport;
    return entries.find(({ id }) => id === 'declared:FILE_COLUMNS');
  };

  describe('the columns of files of the target', () => {
    test('are all those that the application declares, and paths in JSON besides', async () => {
      expect(await compared()).toMatchObject({
        result: 'ok',
        detail: 'a tout ce que l’application déclare (5 éléments)',
      });
    });

    test('lack one: doctor names it', async () => {
      const { place } = platform();
      const text = await readFile(join(place.folder, 'targets.yaml'), 'utf8');
      await place.write('targets.yaml', text.replace(/^ *- exams_exam\.students_csv\n/m, ''));
      try {
        const { stdout } = await doctor();
        expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
          '! liste FILE_COLUMNS : l’application déclare exams_exam.students_csv, que la liste n’a pas',
        );
        expect(await compared()).toMatchObject({ result: 'warning', facts: { missing: ['exams_exam.students_csv'] } });
      } finally {
        await place.write('targets.yaml', text);
      }
    });
  });
}
