import type { FailureKind } from '../failure.ts';

/** The exit statuses of `runbook`, as the CLI's reference page lists them. */
export const exitStatus = {
  success: 0,
  /** A step, a check or an expectation failed; something on a target prevents a runbook. */
  failed: 1,
  /** Usage, or an invalid document. */
  usage: 2,
  /** Unconfirmed, locked, stale plan. */
  refused: 3,
  couldNotRun: 4,
  /** Nobody can tell whether a step took effect. */
  inDoubt: 5,
  /** It reached its end, and somebody should look: checks were skipped or accepted on somebody's word, a disk fills up… */
  unproven: 6,
  interrupted: 130,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

export function statusOfFailure(kind: FailureKind): ExitStatus {
  switch (kind) {
    case 'usage':
    case 'invalid':
      return exitStatus.usage;
    case 'refused':
      return exitStatus.refused;
    case 'cannot-run':
      return exitStatus.couldNotRun;
    case 'in-doubt':
      return exitStatus.inDoubt;
  }
}
