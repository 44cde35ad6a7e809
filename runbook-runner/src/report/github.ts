import { listedStep } from '../french/step-name.ts';
import { gitHubAnnotation } from './annotation.ts';
import type { RunReport, StepReport } from './run-report.ts';

/** GitHub annotations (`::error …`) of the steps that failed, on their lines. */
export function annotate(reports: readonly RunReport[]): string {
  return reports
    .flatMap(({ runbook, steps }) => steps.filter(isFailure).map((step) => annotation(runbook.file, step)))
    .join('');
}

function isFailure({ status }: StepReport): boolean {
  return status === 'failed' || status === 'in-doubt';
}

function annotation(file: string, step: StepReport): string {
  const { line, detail, advice } = step;
  const text = [detail ?? 'échec', ...advice.map((what) => `À faire : ${what}`)].join('\n');
  return gitHubAnnotation({
    severity: 'error',
    file,
    line,
    title: `étape ${listedStep(step)}`,
    text,
  });
}
