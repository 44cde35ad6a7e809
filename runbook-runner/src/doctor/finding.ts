import { Failure } from '../failure.ts';
import type { Entry } from '../report/report.ts';
import { SessionError } from '../session/session-error.ts';

/** One thing that was looked at on a target, and what is wrong with it. */
export interface Finding extends Entry {
  readonly subject: Subject;
  /** The next thing to do, in French; null: nothing. */
  readonly action: string | null;
  /** While it fails no runbook can run. */
  readonly blocksAll: boolean;
  /** What was seen, for programs; `where` it is wrong and what was `expected` are shown too. */
  readonly facts: Facts;
}

export type Subject =
  | 'folder'
  | 'identity'
  | 'operators'
  | 'lock'
  | 'journals'
  | 'session'
  | 'tool'
  | 'service'
  | 'value'
  | 'secret'
  | 'space'
  | 'rights'
  | 'clock'
  | 'terminal'
  | 'runbook';

export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** What is looked at, before anything is known of it. */
export type Looked = Pick<Finding, 'subject' | 'id' | 'title'> & Partial<Pick<Finding, 'blocksAll'>>;

export function fine(looked: Looked, detail: string | null, facts: Facts = {}): Finding {
  return { blocksAll: false, ...looked, result: 'ok', detail, action: null, facts };
}

export function wrong(
  looked: Looked,
  result: Exclude<Finding['result'], 'ok'>,
  detail: string,
  action: string | null,
  facts: Facts = {},
): Finding {
  return { blocksAll: false, ...looked, result, detail, action, facts };
}

/**
 * A failure of the target is a finding: it never hides the others.
 * @throws what is a bug.
 */
export function ofError(looked: Looked, error: unknown, result: 'failed' | 'warning' = 'failed'): Finding {
  if (error instanceof SessionError) return wrong(looked, result, error.message, null);
  if (!(error instanceof Failure)) throw error;
  const { message, where, expected, action } = error.text;
  const facts = { ...(where === undefined ? {} : { where }), ...(expected === undefined ? {} : { expected }) };
  return wrong(looked, result, message, action ?? null, facts);
}
