/** Why the runner does not go on; each kind has its exit status (cli/exit-status.ts). */
export type FailureKind = 'usage' | 'invalid' | 'refused' | 'cannot-run' | 'in-doubt';

/** What the operator reads when nothing could be done: what is wrong, where, and the next thing to do. In French. */
export interface FailureText {
  readonly message: string;
  /** `file`, `file:line:column`, an option… */
  readonly where?: string;
  readonly expected?: string;
  readonly action?: string;
}

/** Thrown at the edges (a file, the command line, the target), caught once by the CLI. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly text: FailureText;

  constructor(kind: FailureKind, text: FailureText) {
    super(text.message);
    this.name = 'Failure';
    this.kind = kind;
    this.text = text;
  }
}
