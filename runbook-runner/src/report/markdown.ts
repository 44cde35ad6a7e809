import { formatDuration } from '../french/duration.ts';
import { capital } from '../french/typography.ts';
import { headline, kindWords, riskWords, stepStatusWords } from '../french/words.ts';
import type { AbandonReport, ConfirmationReport, RunReport, ShellReport, StepReport } from './run-report.ts';
import { allVisible } from './visible.ts';

/** The report of a run as a Markdown page. */
export function markdownReport(given: RunReport): string {
  const report = allVisible(given);
  const total = Date.parse(report.endedAt) - Date.parse(report.startedAt);
  const values = Object.entries(report.values).flatMap(([name, value]) => valueRows(name, value.split('\n')));
  const secrets = report.secrets.map((name) => `- \`${name}\` (secret, jamais écrit)`);
  return `${[
    `# ${report.runbook.title}`,
    '',
    `**${capital(headline(report))}** en ${formatDuration(total)}${report.stopped ? ` — ${report.stopped.reason}` : ''}`,
    '',
    `- Exécution : \`${report.runId}\``,
    `- Runbook : \`${report.runbook.file}\``,
    `- Cible : \`${report.target}\`, depuis \`${report.host}\`, par \`${report.user}\``,
    `- Début : ${report.startedAt}`,
    ...report.resumed.map(({ at, by, host }) => `- Reprise : ${at}, depuis \`${host}\`, par \`${by}\``),
    ...(report.abandoned === null ? [] : [abandonRow(report.abandoned)]),
    `- Fin : ${report.endedAt}`,
    ...(values.length + secrets.length > 0 ? ['', '## Valeurs', '', ...values, ...secrets] : []),
    '',
    '## Étapes',
    '',
    '| n° | étape | genre | risque | résultat | durée |',
    '| --- | --- | --- | --- | --- | --- |',
    ...report.steps.map((step, index) => row(report, step, index)),
    ...report.steps.flatMap(({ id, advice }) => advice.map((text) => `\nÀ faire pour ${named(report, id)} : ${text}`)),
    ...(report.confirmations.length > 0
      ? [
          '',
          '## Point de non-retour',
          '',
          ...report.confirmations.map((confirmed) => confirmationRow(report, confirmed)),
        ]
      : []),
    ...(report.shells.length > 0
      ? ['', '## Shells ouverts pendant l’exécution', '', ...report.shells.map((shell) => shellRow(report, shell))]
      : []),
    ...(report.leftInPlace.length > 0
      ? [
          '',
          '## Ce qui reste en place',
          '',
          ...report.leftInPlace.map((id) => `- ${named(report, id)} : voir son étape d’annulation`),
        ]
      : []),
  ].join('\n')}\n`;
}

function row(report: RunReport, step: StepReport, index: number): string {
  const result = `${stepStatusWords[step.status]}${step.detail ? ` (${step.detail.replaceAll('\n', ' — ')})` : ''}`;
  const cells = [
    String(index + 1),
    named(report, step.id),
    kindWords[step.kind],
    riskWords[step.risk],
    result,
    step.attempts === 0 ? '–' : formatDuration(step.durationMs),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

/** The items of a list are under its name. */
function valueRows(name: string, [first = '', ...more]: readonly string[]): readonly string[] {
  if (more.length === 0) return [`- \`${name}\` = \`${first}\``];
  return [`- \`${name}\` :`, ...[first, ...more].map((item) => `  - \`${item}\``)];
}

/** Its name, then its id. */
function named({ steps }: RunReport, id: string): string {
  const title = steps.find((step) => step.id === id)?.title ?? id;
  return title === id ? `\`${id}\`` : `${title} \`${id}\``;
}

function abandonRow({ at, by, reason }: AbandonReport): string {
  return `- Abandon : ${at}, par \`${by}\` ; raison : ${reason.replaceAll('\n', ' ')}`;
}

function confirmationRow(report: RunReport, { at, by, reason, steps }: ConfirmationReport): string {
  const why = reason === null ? '' : ` ; raison : ${reason}`;
  return `- ${at}, passé par \`${by}\` pour ${steps.map((id) => named(report, id)).join(', ')}${why}`;
}

function shellRow(report: RunReport, { openedAt, by, before, changed }: ShellReport): string {
  const what =
    changed === null ? 'état inconnu' : changed.length === 0 ? 'aucun nom changé' : `changé : ${changed.join(', ')}`;
  return `- ${openedAt}, avant ${named(report, before)}, par \`${by}\` : ${what} ; ce qui y a été fait n’est écrit nulle part`;
}
