import { constants, access as mayUse } from 'node:fs/promises';
import { join } from 'node:path';
import type { Access } from '../disk/access.ts';
import { ownAccess } from '../disk/access.ts';
import { systemCause } from '../disk/cause.ts';
import { describeExposure, exposedPlace } from '../disk/exposed.ts';
import { makeFolders } from '../disk/folder.ts';
import { replaceFile } from '../disk/replace-file.ts';
import { trustOf } from '../disk/trusted.ts';
import { Failure } from '../failure.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { reportOfRun } from './report-of-runs.ts';
import type { RunReport } from './run-report.ts';

/**
 * Makes the folder where the reports of the account `own` will go, before anything runs.
 * @throws Failure `usage` when it cannot take them, `refused` when others could write there.
 */
export async function requireReportFolder(folder: string, own: number): Promise<void> {
  try {
    makeFolders(folder, 0o777);
    refuseExposedReports(folder, own);
    await mayUse(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof Failure)
      throw new Failure(error.kind, { ...error.text, message: `${error.text.message} ; rien n’a été exécuté` });
    throw new Failure('usage', {
      message: `les rapports ne pourraient pas être écrits (${systemCause(error)}) ; rien n’a été exécuté`,
      where: folder,
      expected: '--report DOSSIER : un dossier où ce compte peut écrire',
      action: 'donnez un autre dossier, ou corrigez ses droits',
    });
  }
}

/** @throws Failure `refused` when others than the account `own` and those that root listed could write there. */
export function refuseExposedReports(folder: string, own: number): void {
  const exposed = exposedPlace(folder, trustOf(own));
  if (exposed === null) return;
  throw new Failure('refused', {
    message: `${describeExposure(exposed)} : les rapports, où sont les valeurs de l’exécution, n’y seraient pas à l’abri`,
    where: folder,
    expected: '--report DOSSIER : un dossier de ce compte, que les autres ne peuvent pas modifier',
    action: 'donnez un autre dossier, ou corrigez ses droits et ceux des dossiers au-dessus',
  });
}

/** Writes `NAME.md`, `NAME.json` and `NAME.junit.xml` into `folder`, for those who have `access`: values of the run are in them. */
export async function writeReports(
  report: RunReport,
  folder: string,
  name: string,
  access: Access = ownAccess,
): Promise<string> {
  makeFolders(folder, 0o777);
  // Replaced whole: a link that another left under that name is not followed.
  replaceFile(join(folder, `${name}.json`), jsonReport(reportOfRun(report)), access);
  replaceFile(join(folder, `${name}.junit.xml`), junitReport([report]), access);
  replaceFile(join(folder, `${name}.md`), markdownReport(report), access);
  return join(folder, `${name}.md`);
}
