import type { Report } from './report.ts';

/** A report as JSON, for other programs. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
