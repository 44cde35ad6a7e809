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
  const title = `étape ${step.id}`;
  return `::error file=${property(file)},line=${step.line},title=${property(title)}::${data(step.detail ?? 'échec')}\n`;
}

// https://docs.github.com/actions: these characters would end the command or a property.
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
