/** An error that the operator can act on: what is wrong and where, then the next thing to do. Both in French. */
export class SandboxError extends Error {
  readonly next: string;

  constructor(message: string, next: string) {
    super(message);
    this.name = 'SandboxError';
    this.next = next;
  }
}
