import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCause } from '../disk/cause.ts';
import { Failure } from '../failure.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { reportOfRun } from './report-of-runs.ts';
import type { RunReport } from './run-report.ts';

/**
 * Makes the folder where reports will go, before anything runs.
 * @throws Failure `usage` when it cannot take them.
 */
export async function requireReportFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Failure('usage', {
      message: `les rapports ne pourraient pas être écrits (${systemCause(error)}) ; rien n’a été exécuté`,
      where: folder,
      expected: '--report DOSSIER : un dossier où ce compte peut écrire',
      action: 'donnez un autre dossier, ou corrigez ses droits',
    });
  }
}

/** Writes `NAME.md`, `NAME.json` and `NAME.junit.xml` into `folder` (0600: values of the run are in them). */
export async function writeReports(report: RunReport, folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const write = (ending: string, text: string): Promise<void> =>
    writeFile(join(folder, `${name}.${ending}`), text, { mode: 0o600 });
  await write('json', jsonReport(reportOfRun(report)));
  await write('junit.xml', junitReport([report]));
  await write('md', markdownReport(report));
  return join(folder, `${name}.md`);
}
