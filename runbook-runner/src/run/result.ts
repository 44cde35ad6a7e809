import type { Ending, Finished } from '../journal/record.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { Failed } from '../report/failure-lines.ts';
import type { Mismatch } from './compare-output.ts';

/** What became of one attempt of a step. */
export interface StepResult {
  readonly planned: PlannedStep;
  readonly attempt: number;
  readonly result: Finished['result'];
  readonly ending: Ending;
  readonly durationMs: number;
  /** Where the output differs from what the page announces; null: it does not, or nothing is announced. */
  readonly mismatch: Mismatch | null;
  /** It printed what the page announces for the answer no. */
  readonly otherwise: boolean;
  /** Why the shell's state could not be kept; null: it was. */
  readonly stateLost: string | null;
  /** What the command said of its failure, masked. */
  readonly ownError: readonly string[];
  /** What else the operator must know, in French. */
  readonly notes: readonly string[];
  /** The last lines of the masked output. */
  readonly tail: readonly string[];
  /** The file that holds the whole output; null: it did not begin. */
  readonly log: string | null;
}

/** What a report says of a result that is no success. */
export function failureOf({ planned, ending, mismatch, stateLost, ownError }: StepResult): Failed {
  const expected = planned.step.status;
  return { ending, expected, error: ownError, mismatch: mismatch?.message ?? null, stateLost };
}

/** Ended with the expected status; only its output differs, or its state could not be kept: the operator may accept that. */
export function endedAsExpected({ ending, planned }: StepResult): boolean {
  return ending.kind === 'exited' && ending.status === planned.step.status;
}

/** What a check says of the step that it is about: no status alone means no, and both answers at once mean none. */
export function answerOf(result: StepResult): 'done' | 'not-done' | 'unknown' {
  const yes = result.mismatch === null;
  if (!endedAsExpected(result) || yes === result.otherwise) return 'unknown';
  return yes ? 'done' : 'not-done';
}
