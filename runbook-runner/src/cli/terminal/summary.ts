import { formatDuration } from '../../french/duration.ts';
import { plural } from '../../french/plural.ts';
import { capital } from '../../french/typography.ts';
import { headline } from '../../french/words.ts';
import { nameOfStep } from '../../report/name-of-step.ts';
import { paint } from '../../report/paint.ts';
import type { RunReport } from '../../report/run-report.ts';
import { allVisible, visible } from '../../report/visible.ts';
import { readableWidth, wrap } from './wrap.ts';

/** The last lines of a run: how it ended, what is left, what to do next, and `where` the report is. */
export function formatSummary(given: RunReport, where: string, color: boolean, columns: number | null): string {
  const report = allVisible(given);
  const { bold, dim, red, green, yellow } = paint(color);
  const width = columns === null ? Number.POSITIVE_INFINITY : readableWidth(columns) - 2;
  const folded = (text: string): readonly string[] => wrap(text, width).map((line) => `  ${line}`);
  const total = formatDuration(Date.parse(report.endedAt) - Date.parse(report.startedAt));
  const count = (status: string): number => report.steps.filter((step) => step.status === status).length;
  const succeeded = report.outcome === 'succeeded';
  const counts = [
    plural(count('succeeded'), 'étape réussie', 'étapes réussies'),
    ...(count('skipped') > 0 ? [plural(count('skipped'), 'passée')] : []),
    ...(count('failed') > 0 ? [plural(count('failed'), 'échouée')] : []),
    ...(count('in-doubt') > 0 ? [`${count('in-doubt')} en doute`] : []),
    ...(count('not-begun') > 0 ? [plural(count('not-begun'), 'pas commencée', 'pas commencées')] : []),
  ].join(', ');
  const named = (ids: readonly string[]): string => ids.map((id) => nameOfStep(report, id)).join(', ');
  const title = capital(headline(report));
  const lines = [
    '',
    `${!succeeded ? red('✗') : report.unproven.length > 0 ? yellow('!') : green('✓')} ${bold(title)} en ${total} · ${counts}`,
  ];
  if (succeeded && report.unproven.length > 0) lines.push(...folded(`non vérifié : ${named(report.unproven)}`));
  if (report.stopped) lines.push(...folded(report.stopped.reason));
  if (report.leftInPlace.length > 0) {
    lines.push(...folded(`reste en place (une étape d’annulation existe) : ${named(report.leftInPlace)}`));
  }
  if (!succeeded && report.outcome !== 'undone') {
    lines.push(`  pour reprendre : ${bold(`runbook resume ${report.runId}`)}`);
    if (report.leftInPlace.length > 0) lines.push(`  pour défaire : ${bold(`runbook undo ${report.runId}`)}`);
  }
  lines.push(dim(`  ${visible(where)}`), '');
  return lines.join('\n');
}
