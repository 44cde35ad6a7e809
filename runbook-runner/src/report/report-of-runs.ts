import { headline } from '../french/words.ts';
import type { Entry, Report, Result } from './report.ts';
import { makeReport, worstResult } from './report.ts';
import type { RunReport, StepReport } from './run-report.ts';

/** The report of a run: an entry is a step. */
export function reportOfRun(run: RunReport): Report<StepEntry, AboutRun> {
  const { target, host, user, startedAt, endedAt, steps, ...about } = run;
  return makeReport({
    kind: 'run',
    target,
    host,
    user,
    startedAt,
    endedAt,
    result: resultOf(run),
    headline: headline(run),
    about,
    entries: steps.map((step) => ({ ...step, result: STEPS[step.status] })),
  });
}

/** The report of a verification: an entry is a runbook, with the report of its run. */
export function reportOfVerification(
  runs: readonly RunReport[],
  facts: Pick<Report, 'target' | 'host' | 'user' | 'startedAt' | 'endedAt'>,
  /** Somebody stopped it: what succeeded before says nothing of the others. */
  interrupted: boolean,
): Report<RunEntry> {
  const entries = runs.map((run): RunEntry => {
    const { id, title } = run.runbook;
    return { id, title, result: resultOf(run), detail: run.stopped?.reason ?? null, report: reportOfRun(run) };
  });
  // What executed nothing proved nothing.
  const nothing = runs.every(({ steps }) => steps.every(({ status }) => status !== 'succeeded'));
  const result = nothing || interrupted ? 'failed' : worstResult(entries);
  const words = interrupted ? 'interrompue' : nothing ? 'rien n’a été exécuté' : VERIFIED[result];
  return makeReport({ kind: 'verify', ...facts, result, headline: words, about: {}, entries });
}

const VERIFIED: Readonly<Record<Result, string>> = {
  ok: 'réussite',
  warning: 'terminée, avec des vérifications non faites',
  failed: 'échec',
  unknown: 'en doute',
};

/** What is said of a run besides its steps. */
export type AboutRun = Omit<RunReport, 'target' | 'host' | 'user' | 'startedAt' | 'endedAt' | 'steps'>;
export interface StepEntry extends StepReport, Entry {
  readonly detail: string | null;
  readonly title: string;
}

interface RunEntry extends Entry {
  readonly report: Report<StepEntry, AboutRun>;
}

function resultOf({ outcome, unproven }: RunReport): Result {
  switch (outcome) {
    case 'succeeded':
      return unproven.length === 0 ? 'ok' : 'warning';
    case 'in-doubt':
    case 'unfinished':
      return 'unknown';
    case 'failed':
    case 'stopped':
    case 'interrupted':
    case 'abandoned':
    case 'undone':
      return 'failed';
  }
}

const STEPS: Readonly<Record<StepReport['status'], Entry['result']>> = {
  succeeded: 'ok',
  failed: 'failed',
  'in-doubt': 'unknown',
  'not-begun': 'skipped',
  skipped: 'skipped',
  undone: 'skipped',
};
