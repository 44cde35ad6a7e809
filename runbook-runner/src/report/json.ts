import type { RunReport } from './run-report.ts';

/** The report of a run as JSON, for other programs. */
export function jsonReport(report: RunReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
