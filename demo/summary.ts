import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AboutRun, Report, StepEntry } from '../runbook-runner/src/index.ts';
import { formatDuration, plural } from '../runbook-runner/src/index.ts';

/** The reports that the runner wrote, oldest first. */
export async function readReports(folder: string): Promise<readonly RunReport[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const reports = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as RunReport),
  );
  return reports.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

/**
 * The end of the demonstration. Both objectives are measured, on the instants of the journals: RPO from the moment the
 * export began to the disaster, RTO from the disaster to the end of the page that restores everything.
 */
export function summary(reports: readonly RunReport[], disaster: Date, folder: string): string {
  const rows = reports.map((report) => {
    const time = formatDuration(Date.parse(report.endedAt) - Date.parse(report.startedAt));
    return `  ${report.about.runbook.id.padEnd(24)}${plural(report.entries.length, 'étape').padEnd(12)}${time}`;
  });
  const backup = reports.find(({ about }) => about.runbook.id === 'sauvegarde-base');
  const restoration = reports.find(({ about }) => about.runbook.id === 'restauration-complete');
  const exported = backup?.entries.find(({ id }) => id === 'exporter-base')?.startedAt;
  if (!exported || !restoration) throw new Error('les rapports de la démonstration sont incomplets');
  const rpo = disaster.getTime() - Date.parse(exported);
  const rto = Date.parse(restoration.endedAt) - disaster.getTime();
  return `
${'━'.repeat(60)}
  Tout est revenu : identique
${'━'.repeat(60)}

${rows.join('\n')}

  RTO mesuré  ${formatDuration(rto)} (du sinistre à la plateforme rouverte et prouvée)
  RPO mesuré  ${formatDuration(rpo)} (de l’export de la base au sinistre)

  Rapports        ${folder}
  Documentation   npm run docs, puis http://127.0.0.1:4321/
`;
}

type RunReport = Report<StepEntry, AboutRun>;
