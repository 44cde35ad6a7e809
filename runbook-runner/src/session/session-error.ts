/** The session cannot be used: the message (French) says what is wrong, where, and what to do next. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
}
