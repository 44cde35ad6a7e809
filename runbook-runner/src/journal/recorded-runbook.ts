import type { Runbook, Step } from '../parse/runbook.ts';
import type { RecordedStep, RunStarted } from './record.ts';

/** The runbook that a run began with, as its journal holds it, whatever became of the page since. */
export function recordedRunbook({ runbook, steps }: RunStarted): Runbook {
  const { sha256: _, ...header } = runbook;
  return { ...header, source: '', steps: steps.map(recordedStep), examples: [] };
}

function recordedStep({ kind, of, otherwise, risk: _, ...step }: RecordedStep): Step {
  if (kind === 'undo') return { kind, of: of ?? '', ...step };
  return kind === 'check' ? { kind, of, otherwise, ...step } : { kind, ...step };
}
