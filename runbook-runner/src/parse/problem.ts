import type { RuleId, Severity } from '../rules.ts';

/** What is wrong with a document, where, what was expected and what to do next. Texts are in French. */
export interface Problem {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong, quoting the value. */
  readonly message: string;
  /** What was expected. */
  readonly expected: string;
  /** The next thing to do. */
  readonly action: string;
  /** The line of the document and how much of it is meant, for the caret. */
  readonly excerpt?: Excerpt;
}

export interface Excerpt {
  readonly text: string;
  /** UTF-16 units from the problem's column. */
  readonly length: number;
}
