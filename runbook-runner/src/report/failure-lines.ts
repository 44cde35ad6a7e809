import type { Ending } from '../journal/record.ts';

/** What is known of a step that did not do what was expected. */
export interface Failed {
  readonly ending: Ending;
  /** The exit status that means success. */
  readonly expected: number;
  /** What the command says, masked: a warning of one that ended as expected is not there. */
  readonly error: readonly string[];
  /** How its output differs from the page; null: it does not. */
  readonly mismatch: string | null;
  /** Why its shell could not be kept; null: it was. */
  readonly stateLost: string | null;
}

/** How a step failed, in French, a line each: what its command says of it, how it ended, then what differs. */
export function failureLines(failed: Failed): readonly string[] {
  return [...failed.error, ...howItFailed(failed)];
}

/** The same where there is one line. */
export function onOneLine(failed: Failed): string {
  return failureLines(failed).join(' — ');
}

/** How it ended, when that is not what was expected, then what differs. */
export function howItFailed({ ending, expected, mismatch, stateLost }: Failed): readonly string[] {
  const asExpected = ending.kind === 'exited' && ending.status === expected;
  return [
    ...(asExpected ? [] : [describeEnding(ending, expected)]),
    ...(mismatch === null ? [] : [mismatch]),
    ...(stateLost === null ? [] : [`l’état du shell est perdu : ${stateLost}`]),
  ];
}

function describeEnding(ending: Ending, expected: number): string {
  switch (ending.kind) {
    case 'exited':
      return `statut ${ending.status} au lieu de ${expected}`;
    case 'signalled':
      return `terminée par le signal ${ending.signal}`;
    case 'timed-out':
      return `arrêtée après ${Math.round(ending.afterMs / 1000)} s : délai dépassé`;
    case 'could-not-run':
    case 'unknown':
      return ending.reason;
  }
}
