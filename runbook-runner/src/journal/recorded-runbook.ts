import type { Runbook, Step } from '../parse/runbook.ts';
import type { RecordedStep, RunStarted } from './record.ts';

/** The runbook that a run began with, as its journal holds it, whatever became of the page since. */
export function recordedRunbook({ runbook, steps }: RunStarted): Runbook {
  const { sha256: _, ...header } = runbook;
  return { ...header, source: '', steps: steps.map(recordedStep), examples: [], copies: [] };
}

/** What a recorded step is called. Before steps had names they were shown under their heading. */
export function titleOf({ title, headings, id }: RecordedStep): string {
  return title ?? headings.at(-1) ?? id;
}

function recordedStep(recorded: RecordedStep): Step {
  const { kind, of, otherwise, risk: _, ...rest } = recorded;
  const step = { ...rest, title: titleOf(recorded) };
  if (kind === 'undo') return { kind, of: of ?? '', ...step };
  return kind === 'check' ? { kind, of, otherwise, ...step } : { kind, ...step };
}
