import type { PageStep, RunbookPage } from './runbook-page.ts';

/** « Étape 3 sur 9 », or « Renoncer après l’étape 3 ». */
export function stepTitle(page: RunbookPage, current: PageStep): string {
  const short = shortTitle(page, current);
  return current.number === null ? short : `${short} sur ${page.total}`;
}

/** The name of a step, when it has one besides its id. */
export function stepName({ step }: PageStep): string | null {
  return step.title === step.id ? null : step.title;
}

/** « Étape 3 », or « Renoncer après l’étape 3 ». */
export function shortTitle(page: RunbookPage, { step, number }: PageStep): string {
  if (number !== null) return `Étape ${number}`;
  const undone = step.kind === 'undo' ? page.steps.find((other) => other.step.id === step.of) : undefined;
  return undone ? `Renoncer après l’étape ${undone.number}` : 'Renoncer';
}
