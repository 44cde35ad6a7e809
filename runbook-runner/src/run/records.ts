import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { JournalRecord, RecordedStep, RunFinished, RunStarted } from '../journal/record.ts';
import { FORMAT } from '../journal/record.ts';
import type { Runbook } from '../parse/runbook.ts';
import type { Plan } from '../plan/plan.ts';
import type { Target } from '../targets/target.ts';
import { commandName } from '../targets/target.ts';
import { version } from '../version.ts';
import type { RunHost } from './host.ts';
import { instant } from './host.ts';
import type { Outcome } from './outcome.ts';

/** The first record of a run: what a report must still be able to say when the file has changed. */
export function runStarted(plan: Plan, runId: string, host: RunHost): RunStarted {
  const { runbook, target, identity } = plan;
  return {
    type: 'run-started',
    at: instant(host),
    format: FORMAT,
    runId,
    toolVersion: version,
    bootId: host.machine.bootId(),
    host: identity.host,
    user: identity.user,
    runbook: runbookRecord(runbook, host),
    planHash: plan.hash,
    target: {
      name: target.name,
      identity: identityRecord(plan),
      services: servicesRecord(target),
      values: Object.fromEntries(plan.values.serviceValues),
    },
    steps: stepRecords(plan),
  };
}

function runbookRecord(
  { source, steps: _steps, examples: _examples, copies: _copies, ...header }: Runbook,
  host: RunHost,
): RunStarted['runbook'] {
  return {
    ...header,
    file: resolve(host.cwd, header.file),
    sha256: createHash('sha256').update(source).digest('hex'),
  };
}

function identityRecord({ target, identity }: Plan): Record<string, string> {
  const { host, machineId, user, cwd, project } = identity;
  return { host, user, cwd, machineId: machineId ?? '', project: project ?? '', targets: target.file };
}

/** What each `@name` and its verbs really are, to be compared; values by reference. */
export function servicesRecord({ services, groups }: Target): Record<string, string> {
  return Object.fromEntries([
    ...services.flatMap((service) =>
      [...service.verbs].map(([verb, { argv, env }]) => [commandName(service, verb), JSON.stringify([argv, [...env]])]),
    ),
    ...groups.map(({ name, members }) => [commandName({ name }, 'exec'), JSON.stringify(members)]),
  ]);
}

function stepRecords({ runbook, steps, undos }: Plan): readonly RecordedStep[] {
  const planned = new Map([...steps, ...undos.values()].map(({ step, verdict }) => [step.id, verdict.risk]));
  return runbook.steps.map((step) => ({
    ...step,
    of: step.kind === 'action' ? null : step.of,
    otherwise: step.kind === 'check' ? step.otherwise : null,
    risk: planned.get(step.id) ?? 'opaque',
  }));
}

/** The last records of a run, or of this part of it. */
export function ending(outcome: Outcome, at: string): readonly JournalRecord[] {
  if (outcome.kind === 'succeeded' || outcome.kind === 'undone') {
    return [{ type: 'run-finished', at, outcome: outcome.kind }];
  }
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
