/** Why a journal cannot be read or written. The message is for the operator: what, where, what to do. */
export class JournalError extends Error {
  readonly code: JournalErrorCode;
  readonly path: string;

  constructor(code: JournalErrorCode, path: string, message: string, options?: ErrorOptions) {
    super(`${path} : ${message}`, options);
    this.name = 'JournalError';
    this.code = code;
    this.path = path;
  }
}

/**
 * - `broken`: a line that was acknowledged is damaged, missing or from another version: nothing may be concluded.
 * - `empty`: not one whole record; nothing ran.
 * - `torn`: the last line is torn; writing needs an explicit repair.
 * - `unwritten`: a record may or may not be on the disk. The run is in an unknown state and must stop.
 * - `other-writer`: somebody else wrote to it.
 * - `unusable`: cannot be created or opened (exists, missing, a link, not permitted).
 */
export type JournalErrorCode = 'broken' | 'empty' | 'torn' | 'unwritten' | 'other-writer' | 'unusable';
