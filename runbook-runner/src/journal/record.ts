import { z } from 'zod';
import { risks } from '../judge/verdict.ts';
import { scalarTypes } from '../parse/variable-value.ts';

/** Version of these records; a reader refuses one it does not know. */
export const FORMAT = 2;

/** `at`: an ISO instant in UTC. */
const dated = { at: z.iso.datetime() };
const attempt = { ...dated, step: z.string(), /** From 1. */ attempt: z.int().min(1) };
const risk = z.enum(risks);
const count = z.int().min(0);
const someone = { toolVersion: z.string(), bootId: z.string(), host: z.string(), user: z.string() };

const confirmation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('enter') }),
  /** `reason`: asked for on a protected target. */
  z.strictObject({ kind: z.literal('typed'), text: z.string(), reason: z.string().exactOptional() }),
  z.strictObject({ kind: z.literal('option'), option: z.string(), value: z.string() }),
  z.strictObject({ kind: z.literal('approval'), planHash: z.string(), by: z.string() }),
]);

/** The process's own wait status, or why there is none. */
const ending = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exited'), status: z.int() }),
  z.strictObject({ kind: z.literal('signalled'), signal: z.string() }),
  z.strictObject({ kind: z.literal('timed-out'), afterMs: count }),
  z.strictObject({ kind: z.literal('could-not-run'), reason: z.string() }),
  z.strictObject({ kind: z.literal('unknown'), reason: z.string() }),
]);

const expectation = z.strictObject({ text: z.string(), line: z.int() }).nullable();

/** A whole step as it was planned, undo steps included: resume and undo never read the page again. */
const recordedStep = z.strictObject({
  id: z.string(),
  /** What it is called; journals of the first versions have none. */
  title: z.string().exactOptional(),
  kind: z.enum(['action', 'check', 'undo']),
  of: z.string().nullable(),
  language: z.enum(['bash', 'sh']),
  text: z.string(),
  headings: z.array(z.string()),
  prose: z.string(),
  line: z.int(),
  textLine: z.int(),
  danger: z.string().nullable(),
  timeout: count.nullable(),
  retry: count.nullable(),
  status: z.int(),
  idempotent: z.boolean(),
  interactive: z.boolean(),
  expectation,
  otherwise: expectation,
  risk,
});

const recordedVariable = z.discriminatedUnion('type', [
  z.strictObject({
    name: z.string(),
    description: z.string(),
    type: z.enum(scalarTypes),
    default: z.string().nullable(),
    secret: z.boolean(),
    choices: z.strictObject({ command: z.string() }).nullable(),
  }),
  z.strictObject({
    name: z.string(),
    description: z.string(),
    type: z.literal('list'),
    items: z.enum(scalarTypes),
    default: z.array(z.string()).readonly().nullable(),
    secret: z.literal(false),
    choices: z.null(),
  }),
]);

/** What a runbook is besides its steps; `sha256` is that of its file. */
const recordedRunbook = z.strictObject({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  file: z.string(),
  sha256: z.string(),
  owner: z.string(),
  reviewed: z.string(),
  duration: count.nullable(),
  lock: z.enum(['exclusive', 'shared']),
  variables: z.array(recordedVariable),
  requires: z.strictObject({ commands: z.array(z.string()), runbooks: z.array(z.string()) }),
  advice: z.array(z.strictObject({ symptoms: z.array(z.string()), text: z.string(), line: z.int() })),
});

/** Always the first record, and only there. */
const runStarted = z.strictObject({
  type: z.literal('run-started'),
  ...dated,
  format: z.literal(FORMAT),
  runId: z.string(),
  ...someone,
  runbook: recordedRunbook,
  planHash: z.string(),
  /**
   * The target as the plan pinned it: `identity` is what the machine and the project say of themselves, `services` what
   * each `@name` and its verbs really are.
   */
  target: z.strictObject({
    name: z.string(),
    identity: z.record(z.string(), z.string()),
    services: z.record(z.string(), z.string()),
    /** What services are given and the runbook does not declare; journals of the first versions have none. */
    values: z.record(z.string(), z.string()).exactOptional(),
  }),
  steps: z.array(recordedStep),
});

/** Somebody, perhaps on another machine or after a reboot, goes on with this run. */
const runResumed = z.strictObject({ type: z.literal('run-resumed'), ...dated, ...someone });

/** The values of the run, of a list an item a line; of the secrets, only the names. */
const values = z.strictObject({
  type: z.literal('values'),
  ...dated,
  values: z.record(z.string(), z.string()),
  secrets: z.array(z.string()),
});

/** Written before the step's process exists: without it nothing ran, with it alone nothing ran either. */
const intent = z.strictObject({
  type: z.literal('intent'),
  ...attempt,
  /** Place in the normal course, from 1. An undo has none: 0. */
  n: count,
  textSha256: z.string(),
  risk,
  confirmation,
});

/** The step may have acted from here on. `process` is the machine's mark of it. */
const started = z.strictObject({
  type: z.literal('started'),
  ...attempt,
  process: z.strictObject({
    pid: z.int().min(1),
    startTime: z.string(),
    bootId: z.string(),
    marker: z.string(),
    /** Of the account that executed it. */
    uid: z.int().min(0).exactOptional(),
  }),
});

const finished = z.strictObject({
  type: z.literal('finished'),
  ...attempt,
  /** `in-doubt`: it ended without telling, or something of it is still running. */
  result: z.enum(['succeeded', 'failed', 'in-doubt']),
  ending,
  durationMs: z.number().min(0),
  state: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('kept') }),
    z.strictObject({ kind: z.literal('lost'), reason: z.string() }),
  ]),
  expectation: z.enum(['matched', 'mismatch', 'none']),
  /** How the masked output differs from the page, in French; null: it does not. */
  mismatch: z.string().nullable(),
  /** What the command said of its failure on its standard error, masked; lines that `\n` separates. */
  error: z.string().exactOptional(),
  /** Occurrences of secrets replaced in the output. */
  masked: count,
  /** Measures the masked output, as it is in the log; `cut`: why the log does not hold all of it. */
  output: z.strictObject({ bytes: count, sha256: z.string(), cut: z.string().exactOptional() }),
  /** Processes of the step seen alive after its end. */
  survivors: z.array(z.int()),
});

const skipped = z.strictObject({ type: z.literal('skipped'), ...dated, step: z.string(), reason: z.string() });

/** What the `check … of=` of a step said about it, on resume or after a failure. */
const checked = z.strictObject({
  type: z.literal('checked'),
  ...attempt,
  check: z.string(),
  verdict: z.enum(['done', 'not-done', 'unknown']),
  reason: z.string(),
});

/**
 * The operator's answer about a step that failed or is in doubt. `accept`: only the output differs and it will do;
 * `done` and `not-done` say what they saw on the target; `state`: what the step set in a shell that is gone is not needed,
 * or was set by hand.
 */
const decision = z.strictObject({
  type: z.literal('decision'),
  ...attempt,
  choice: z.enum(['retry', 'skip', 'accept', 'undo', 'stop', 'done', 'not-done', 'state']),
  by: z.string(),
  reason: z.string(),
});

/** The point of no return was shown and accepted; `steps` are the destructive ones that were announced. */
const confirmed = z.strictObject({
  type: z.literal('confirmed'),
  ...dated,
  by: z.string(),
  confirmation,
  steps: z.array(z.string()),
});

/** The operator opened a shell in the session, before a step or after its failure: what they did there is in no record. */
const shellOpened = z.strictObject({ type: z.literal('shell-opened'), ...dated, by: z.string(), before: z.string() });

/** `changed`: names of the variables and functions that it set, changed or removed, and `cwd`; null: its state is lost. */
const shellClosed = z.strictObject({
  type: z.literal('shell-closed'),
  ...dated,
  changed: z.array(z.string()).nullable(),
  status: z.int().nullable(),
});

const stopped = z.strictObject({
  type: z.literal('stopped'),
  ...dated,
  cause: z.enum(['operator', 'signal', 'failure', 'could-not-run', 'refused']),
  reason: z.string(),
  /** The step it stopped at; null: between two runs of steps. */
  step: z.string().nullable(),
});

/** What stood at the end and was no record was cut off before this one; `dropped` is what was cut off, in base64. */
const repaired = z.strictObject({ type: z.literal('repaired'), ...dated, droppedBytes: count, dropped: z.string() });

/**
 * The log of an attempt that no record tells of: its `started` was on the disk, then was lost with the last lines. What it
 * did, and how it ended, nobody can tell. `at`: when its log was last written.
 */
const traced = z.strictObject({ type: z.literal('traced'), ...attempt, log: z.string() });

const runFinished = z.strictObject({
  type: z.literal('run-finished'),
  ...dated,
  /** `undone`: what it did was taken back, and it cannot go on. */
  outcome: z.enum(['succeeded', 'failed', 'stopped', 'in-doubt', 'interrupted', 'undone']),
});

/** Somebody looked at the target and closed the run for good: it can be neither resumed nor undone. */
const runAbandoned = z.strictObject({
  type: z.literal('run-abandoned'),
  ...dated,
  by: z.string(),
  reason: z.string(),
});

/** Validates a record read from the disk. Unknown keys are errors: they come from a version that meant something. */
export const recordSchema = z.discriminatedUnion('type', [
  runStarted,
  runResumed,
  values,
  intent,
  started,
  finished,
  skipped,
  checked,
  decision,
  confirmed,
  shellOpened,
  shellClosed,
  stopped,
  repaired,
  traced,
  runFinished,
  runAbandoned,
]);

/**
 * One line of a run's journal: the only source of resume and of the reports. A step leaves `intent` (what will be
 * executed), `started` (its process is known; both are durable before its text begins), `finished`.
 * No record ever holds the value of a secret: callers give masked texts.
 */
export type JournalRecord = Immutable<z.infer<typeof recordSchema>>;
export type RunStarted = Immutable<z.infer<typeof runStarted>>;
export type RecordedStep = RunStarted['steps'][number];
export type Intent = Immutable<z.infer<typeof intent>>;
export type Started = Immutable<z.infer<typeof started>>;
export type Finished = Immutable<z.infer<typeof finished>>;
export type Traced = Immutable<z.infer<typeof traced>>;
export type Checked = Immutable<z.infer<typeof checked>>;
export type Decision = Immutable<z.infer<typeof decision>>;
export type Stopped = Immutable<z.infer<typeof stopped>>;
export type RunFinished = Immutable<z.infer<typeof runFinished>>;
export type Abandoned = Immutable<z.infer<typeof runAbandoned>>;
export type Confirmation = Immutable<z.infer<typeof confirmation>>;
export type Ending = Immutable<z.infer<typeof ending>>;

type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;
