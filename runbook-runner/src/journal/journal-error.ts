import type { FailureKind } from '../failure.ts';
import { Failure } from '../failure.ts';

/** Why a journal cannot be read or written. */
export class JournalError extends Failure {
  readonly code: JournalErrorCode;

  constructor(code: JournalErrorCode, path: string, message: string, action: string, cause?: unknown) {
    super(KINDS[code], { message, where: path, action });
    this.name = 'JournalError';
    this.code = code;
    this.cause = cause;
  }
}

/**
 * - `broken`: a line that was acknowledged is damaged, missing or from another version: nothing may be concluded.
 * - `empty`: not one whole record; nothing ran.
 * - `unwritten`: a record may or may not be on the disk. The run is in an unknown state and must stop.
 * - `other-writer`: somebody else wrote to it.
 * - `unusable`: cannot be created or opened (exists, missing, a link, not permitted, closed).
 */
export type JournalErrorCode = 'broken' | 'empty' | 'unwritten' | 'other-writer' | 'unusable';

const KINDS: Readonly<Record<JournalErrorCode, FailureKind>> = {
  broken: 'in-doubt',
  empty: 'cannot-run',
  unwritten: 'in-doubt',
  'other-writer': 'in-doubt',
  unusable: 'cannot-run',
};
