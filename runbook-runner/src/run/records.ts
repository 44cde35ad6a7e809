import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { JournalRecord, RunFinished, RunStarted } from '../journal/record.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import { version } from '../version.ts';
import type { RunHost } from './host.ts';
import { instant } from './host.ts';
import type { Outcome } from './take-steps.ts';

/** The first record of a run: what a report must still be able to say when the file has changed. */
export function runStarted(plan: Plan, runId: string, host: RunHost): RunStarted {
  const { runbook, target, identity } = plan;
  return {
    type: 'run-started',
    at: instant(host),
    format: 1,
    runId,
    toolVersion: version,
    bootId: host.machine.bootId(),
    host: identity.host,
    user: identity.user,
    runbook: {
      id: runbook.id,
      title: runbook.title,
      file: resolve(host.cwd, runbook.file),
      sha256: createHash('sha256').update(runbook.source).digest('hex'),
    },
    planHash: plan.hash,
    target: { name: target.name, identity: identityRecord(plan) },
    steps: [...plan.steps, ...plan.undos.values()].map(stepRecord),
  };
}

function identityRecord({ target, identity }: Plan): Record<string, string> {
  const { host, machineId, user, cwd, project } = identity;
  return { host, user, cwd, machineId: machineId ?? '', project: project ?? '', targets: target.file };
}

function stepRecord({ step, verdict }: PlannedStep): RunStarted['steps'][number] {
  const { id, kind, headings, line, text, danger, idempotent } = step;
  return {
    id,
    kind,
    of: step.kind === 'action' ? null : step.of,
    headings,
    line,
    text,
    risk: verdict.risk,
    danger,
    idempotent,
  };
}

/** The last records of a run, or of this part of it. */
export function ending(outcome: Outcome, at: string): readonly JournalRecord[] {
  if (outcome.kind === 'succeeded') return [{ type: 'run-finished', at, outcome: 'succeeded' }];
  const causes = {
    'could-not-run': 'could-not-run',
    failed: 'failure',
    stopped: 'operator',
    refused: 'refused',
    'in-doubt': 'failure',
    interrupted: 'signal',
  } as const;
  const { kind, step, reason } = outcome;
  const stopped: JournalRecord = { type: 'stopped', at, cause: causes[kind], reason, step: step.step.id };
  // A run that stopped can be resumed: only a success is final.
  return [
    stopped,
    {
      type: 'run-finished',
      at,
      outcome: kind === 'refused' ? 'stopped' : kind === 'could-not-run' ? 'failed' : kind,
    } satisfies RunFinished,
  ];
}
