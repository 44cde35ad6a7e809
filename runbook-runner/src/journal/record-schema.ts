import { z } from 'zod';
import type { JournalRecord } from './record.ts';

/** Validates a record read from the disk. Unknown keys are errors: they come from a version that meant something. */
export const recordSchema: z.ZodType<JournalRecord> = z.lazy(() => union);

const at = z.iso.datetime();
const dated = { at };
const attempt = { at, step: z.string(), attempt: z.int().min(1) };
const risk = z.enum(['safe', 'change', 'destructive', 'critical', 'opaque']);
const count = z.int().min(0);
const someone = { toolVersion: z.string(), bootId: z.string(), host: z.string(), user: z.string() };

const confirmation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('enter') }),
  z.strictObject({ kind: z.literal('typed'), text: z.string() }),
  z.strictObject({ kind: z.literal('option'), option: z.string(), value: z.string() }),
  z.strictObject({ kind: z.literal('approval'), planHash: z.string(), by: z.string() }),
]);

const ending = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exited'), status: z.int() }),
  z.strictObject({ kind: z.literal('signalled'), signal: z.string() }),
  z.strictObject({ kind: z.literal('timed-out'), afterMs: count }),
  z.strictObject({ kind: z.literal('could-not-run'), reason: z.string() }),
  z.strictObject({ kind: z.literal('unknown'), reason: z.string() }),
]);

const recordedStep = z.strictObject({
  id: z.string(),
  kind: z.enum(['action', 'check', 'undo']),
  of: z.string().nullable(),
  headings: z.array(z.string()),
  line: z.int(),
  text: z.string(),
  risk,
  danger: z.string().nullable(),
  idempotent: z.boolean(),
});

const union = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('run-started'),
    ...dated,
    format: z.literal(1),
    runId: z.string(),
    ...someone,
    runbook: z.strictObject({ id: z.string(), title: z.string(), file: z.string(), sha256: z.string() }),
    planHash: z.string(),
    target: z.strictObject({ name: z.string(), identity: z.record(z.string(), z.string()) }),
    steps: z.array(recordedStep),
  }),
  z.strictObject({ type: z.literal('run-resumed'), ...dated, ...someone }),
  z.strictObject({
    type: z.literal('values'),
    ...dated,
    values: z.record(z.string(), z.string()),
    secrets: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal('intent'),
    ...attempt,
    n: count,
    textSha256: z.string(),
    risk,
    confirmation,
  }),
  z.strictObject({
    type: z.literal('started'),
    ...attempt,
    process: z.strictObject({ pid: z.int().min(1), startTime: z.string(), bootId: z.string(), marker: z.string() }),
  }),
  z.strictObject({
    type: z.literal('finished'),
    ...attempt,
    result: z.enum(['succeeded', 'failed', 'in-doubt']),
    ending,
    durationMs: z.number().min(0),
    state: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('kept') }),
      z.strictObject({ kind: z.literal('lost'), reason: z.string() }),
    ]),
    expectation: z.enum(['matched', 'mismatch', 'none']),
    masked: count,
    output: z.strictObject({ bytes: count, sha256: z.string(), cut: z.string().exactOptional() }),
    survivors: z.array(z.int()),
  }),
  z.strictObject({ type: z.literal('skipped'), ...dated, step: z.string(), reason: z.string() }),
  z.strictObject({
    type: z.literal('checked'),
    ...attempt,
    check: z.string(),
    verdict: z.enum(['done', 'not-done', 'unknown']),
    reason: z.string(),
  }),
  z.strictObject({
    type: z.literal('decision'),
    ...attempt,
    choice: z.enum(['retry', 'skip', 'accept', 'undo', 'stop', 'done', 'not-done']),
    by: z.string(),
    reason: z.string(),
  }),
  z.strictObject({
    type: z.literal('confirmed'),
    ...dated,
    by: z.string(),
    confirmation,
    steps: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal('stopped'),
    ...dated,
    cause: z.enum(['operator', 'signal', 'failure', 'could-not-run', 'refused']),
    reason: z.string(),
    step: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('repaired'), ...dated, droppedBytes: count, dropped: z.string() }),
  z.strictObject({
    type: z.literal('run-finished'),
    ...dated,
    outcome: z.enum(['succeeded', 'failed', 'stopped', 'in-doubt', 'interrupted']),
  }),
]);
