import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import type { RunReport } from './run-report.ts';

/** Writes `NAME.md`, `NAME.json` and `NAME.junit.xml` into `folder` (0600: values of the run are in them). */
export async function writeReports(report: RunReport, folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const write = (ending: string, text: string): Promise<void> =>
    writeFile(join(folder, `${name}.${ending}`), text, { mode: 0o600 });
  await write('json', jsonReport(report));
  await write('junit.xml', junitReport([report]));
  await write('md', markdownReport(report));
  return join(folder, `${name}.md`);
}
