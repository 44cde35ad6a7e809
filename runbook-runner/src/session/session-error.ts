/** The session cannot be used: the message (French) says what is wrong, where, and what to do next. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
}

/** A system error's code (`ENOENT`…), or its message. */
export function systemCause(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return String(error);
}
