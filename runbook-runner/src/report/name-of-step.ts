import { listedStep } from '../french/step-name.ts';
import type { RunReport } from './run-report.ts';

/** What the step `id` of a report is called in a list: its name, then its id. */
export function nameOfStep({ steps }: Pick<RunReport, 'steps'>, id: string): string {
  return listedStep(steps.find((step) => step.id === id) ?? { id, title: id });
}
