import { listedStep } from '../french/step-name.ts';
import { outcomeWords } from '../french/words.ts';
import type { RunReport, StepReport } from './run-report.ts';
import { allVisible } from './visible.ts';

/** JUnit XML of one or several runs: a suite each, a case a step. */
export function junitReport(reports: readonly RunReport[]): string {
  const suites = allVisible(reports).map(suite);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

function suite(report: RunReport): string {
  const failures = report.steps.filter(isFailure).length;
  const skipped = report.steps.filter(isSkipped).length;
  const seconds = report.steps.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  const attributes = [
    `name="${xmlText(report.runbook.id)}"`,
    `tests="${report.steps.length}"`,
    `failures="${failures}"`,
    `skipped="${skipped}"`,
    `time="${seconds.toFixed(3)}"`,
    `timestamp="${xmlText(report.startedAt)}"`,
  ].join(' ');
  const cases = report.steps.map((step) => testCase(report, step)).join('');
  return `  <testsuite ${attributes}>\n${cases}  </testsuite>\n`;
}

function testCase(report: RunReport, step: StepReport): string {
  const attributes = [
    `classname="${xmlText(report.runbook.id)}"`,
    `name="${xmlText(listedStep(step))}"`,
    `file="${xmlText(report.runbook.file)}"`,
    `line="${step.line}"`,
    `time="${(step.durationMs / 1000).toFixed(3)}"`,
  ].join(' ');
  const detail = xmlText(step.detail ?? report.stopped?.reason ?? outcomeWords[report.outcome]);
  if (isFailure(step)) {
    const advice = step.advice.map((text) => `À faire : ${text}`).join('\n');
    const failure = `<failure message="${detail}"${advice === '' ? '/>' : `>${xmlText(advice)}</failure>`}`;
    return `    <testcase ${attributes}>\n      ${failure}\n    </testcase>\n`;
  }
  if (isSkipped(step)) return `    <testcase ${attributes}>\n      <skipped message="${detail}"/>\n    </testcase>\n`;
  return `    <testcase ${attributes}/>\n`;
}

function isFailure(step: StepReport): boolean {
  return step.status === 'failed' || step.status === 'in-doubt';
}

// A step that was not reached is not a success either.
function isSkipped(step: StepReport): boolean {
  return step.status === 'skipped' || step.status === 'not-begun' || step.status === 'undone';
}

// XML 1.0 has no way at all to carry these characters; the others of their kind are shown by their code.
const illegal = /[\ufffe\uffff]/g;

function xmlText(text: string): string {
  return text
    .replace(illegal, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
