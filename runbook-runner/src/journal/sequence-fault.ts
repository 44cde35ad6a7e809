import type { JournalRecord } from './record.ts';

/**
 * The first record that no runner writes where it stands, in French; null: each has its place. The lines of two journals
 * or a copied journal may each be whole and say together what never happened.
 */
export function sequenceFault(records: readonly JournalRecord[]): string | null {
  const steps = new Set<string>();
  const intended = new Set<string>();
  let closed = false;
  for (const [index, record] of records.entries()) {
    const fault = (what: string): string => `La ligne ${index + 1} n’est pas à sa place (${what}).`;
    if (closed) return fault('l’exécution était abandonnée');
    if (record.type === 'run-started') {
      if (index > 0) return fault('une exécution ne commence qu’une fois');
      for (const { id } of record.steps) steps.add(id);
    }
    if ('step' in record && record.step !== null && !steps.has(record.step))
      return fault(`l’étape « ${record.step} » n’est pas du runbook`);
    if (record.type === 'intent') intended.add(attemptOf(record));
    if ((record.type === 'started' || record.type === 'finished') && !intended.has(attemptOf(record)))
      return fault(`la tentative ${record.attempt} de l’étape « ${record.step} » n’était pas annoncée`);
    closed = record.type === 'run-abandoned';
  }
  return null;
}

function attemptOf({ step, attempt }: { readonly step: string; readonly attempt: number }): string {
  return `${step} ${attempt}`;
}
