import { version } from '../version.ts';

/**
 * What a command reports to other programs: one schema, whatever the command. `entries` is what it looked at or executed,
 * `about` what only this kind has to say of the whole.
 */
export interface Report<E extends Entry = Entry, About = object> {
  readonly schema: 'runbook-report';
  /** Raised when a key goes or changes its meaning; a reader must accept keys that it does not know. */
  readonly version: 1;
  readonly kind: 'run' | 'verify' | 'doctor';
  /** Version of the runner that wrote it. */
  readonly tool: string;
  readonly target: string;
  readonly host: string;
  readonly user: string;
  /** ISO instants. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly result: Result;
  /** The result in a few French words. */
  readonly headline: string;
  readonly about: About;
  readonly entries: readonly E[];
}

export interface Entry {
  readonly id: string;
  /** In French. */
  readonly title: string;
  readonly result: Result | 'skipped';
  /** In French: why; null: there is nothing to add. */
  readonly detail: string | null;
}

/**
 * - `ok`: all well;
 * - `warning`: it reached its end, and somebody should look;
 * - `failed`: it did not;
 * - `unknown`: nobody can tell.
 */
export type Result = 'ok' | 'warning' | 'failed' | 'unknown';

/** A report of these facts, signed. */
export function makeReport<E extends Entry, About>(
  facts: Omit<Report<E, About>, 'schema' | 'version' | 'tool'>,
): Report<E, About> {
  return { schema: 'runbook-report', version: 1, tool: version, ...facts };
}

/** The worst that the entries say. */
export function worstResult(entries: readonly Entry[]): Result {
  return WORST_FIRST.find((result) => entries.some((entry) => entry.result === result)) ?? 'ok';
}

const WORST_FIRST = ['failed', 'unknown', 'warning'] as const;
