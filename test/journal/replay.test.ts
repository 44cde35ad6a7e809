import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../runbook-runner/src/journal/record.ts';
import { isClosed, replay } from '../../runbook-runner/src/journal/replay.ts';
import type { StepStatus } from '../../runbook-runner/src/journal/step-state.ts';
import { mayBeInPlace, mayHaveActed } from '../../runbook-runner/src/journal/step-state.ts';
import { at, finished, intent, runStarted, started } from '../fixtures/journal/records.ts';

const process = { pid: 4242, startTime: '777', bootId: 'b0', marker: 'RBR_STEP=n0' };
const inDoubt: StepStatus = { kind: 'in-doubt', attempt: 1, since: at(2), process, of: 'step' };
const checked = {
  type: 'checked',
  at: at(7),
  step: 'basculer',
  attempt: 1,
  check: 'base-restauree',
  reason: '',
} as const;
const decision = { type: 'decision', at: at(8), step: 'basculer', attempt: 1, by: 'exploitant', reason: 'vu' } as const;
const begun = [intent('basculer'), started('basculer')];
const failed = finished('basculer', { result: 'failed', ending: { kind: 'exited', status: 1 } });

describe('of each step the journal tells', () => {
  it.each<[title: string, records: readonly JournalRecord[], status: StepStatus]>([
    ['nothing: it has not begun', [], { kind: 'not-begun' }],
    ['an intent alone: it has not begun', [intent('basculer')], { kind: 'not-begun' }],
    ['a start without an end: it is in doubt, and its process is known', begun, inDoubt],
    [
      'an end: it succeeded',
      [...begun, finished('basculer')],
      { kind: 'succeeded', at: at(3), by: 'run', state: 'kept' },
    ],
    [
      'an end: it failed',
      [...begun, failed],
      { kind: 'failed', at: at(3), attempt: 1, ending: { kind: 'exited', status: 1 } },
    ],
    ['an end that tells nothing: it is in doubt', [...begun, finished('basculer', { result: 'in-doubt' })], inDoubt],
    [
      'a new intent after a failure: it failed',
      [...begun, failed, intent('basculer', 2)],
      { kind: 'failed', at: at(3), attempt: 1, ending: { kind: 'exited', status: 1 } },
    ],
    [
      'a new start after a failure: it is in doubt',
      [...begun, failed, intent('basculer', 2), started('basculer', 2)],
      { ...inDoubt, attempt: 2 },
    ],
    [
      'a doubt that its check lifted',
      [...begun, { ...checked, verdict: 'done' }],
      { kind: 'succeeded', at: at(7), by: 'check', state: 'lost' },
    ],
    [
      'a doubt that its check lifted the other way',
      [...begun, { ...checked, verdict: 'not-done' }],
      { kind: 'not-begun' },
    ],
    ['a doubt that its check could not lift', [...begun, { ...checked, verdict: 'unknown' }], inDoubt],
    [
      'a failure after which a check says that it took effect: its shell is known',
      [...begun, failed, { ...checked, verdict: 'done' }],
      { kind: 'succeeded', at: at(7), by: 'check', state: 'kept' },
    ],
    [
      'a failure after which a check says that it took no effect',
      [...begun, failed, { ...checked, verdict: 'not-done' }],
      { kind: 'not-begun' },
    ],
    [
      'that somebody set by hand what was lost with its shell',
      [...begun, { ...checked, verdict: 'done' }, { ...decision, choice: 'state' }],
      { kind: 'succeeded', at: at(7), by: 'check', state: 'kept' },
    ],
    [
      'that the operator saw it done',
      [...begun, { ...decision, choice: 'done' }],
      { kind: 'succeeded', at: at(8), by: 'operator', state: 'lost' },
    ],
    ['that the operator saw it not done', [...begun, { ...decision, choice: 'not-done' }], { kind: 'not-begun' }],
    [
      'that its output was accepted',
      [...begun, failed, { ...decision, choice: 'accept' }],
      { kind: 'succeeded', at: at(8), by: 'operator', state: 'kept' },
    ],
    [
      'that it was given up',
      [...begun, failed, { ...decision, choice: 'skip' }],
      { kind: 'skipped', at: at(8), reason: 'vu', inPlace: true },
    ],
    ['that a retry was asked for, which changes nothing yet', [...begun, { ...decision, choice: 'retry' }], inDoubt],
    ['that undoing was asked for, which changes nothing yet', [...begun, { ...decision, choice: 'undo' }], inDoubt],
    ['that stopping was asked for, which changes nothing', [...begun, { ...decision, choice: 'stop' }], inDoubt],
    ['that its state is not needed, which proves nothing', [...begun, { ...decision, choice: 'state' }], inDoubt],
    [
      'that the operator did it by hand before it began: nothing of its shell is there',
      [{ ...decision, choice: 'done' }],
      { kind: 'succeeded', at: at(8), by: 'operator', state: 'lost' },
    ],
    [
      'nothing by its own check, which takes nothing back',
      [...begun, finished('basculer'), intent('base-restauree'), started('base-restauree'), finished('base-restauree')],
      { kind: 'succeeded', at: at(3), by: 'run', state: 'kept' },
    ],
    [
      'that its third attempt is being undone',
      [
        ...begun,
        failed,
        started('basculer', 2),
        finished('basculer', { attempt: 2, result: 'failed' }),
        started('basculer', 3),
        intent('undo-basculer'),
        started('undo-basculer'),
      ],
      { kind: 'in-doubt', attempt: 3, since: at(2), process, of: 'undo' },
    ],
    [
      'that it is being undone, though it never began',
      [intent('undo-basculer'), started('undo-basculer')],
      { kind: 'in-doubt', attempt: 1, since: at(2), process, of: 'undo' },
    ],
    [
      'that only the log of its undo step is left',
      [
        ...begun,
        finished('basculer'),
        { type: 'traced', at: at(4), step: 'undo-basculer', attempt: 1, log: '00-undo-basculer-1.log' },
      ],
      { kind: 'in-doubt', attempt: 1, since: at(4), process: null, of: 'undo' },
    ],
    [
      'that its undo step was skipped, which takes nothing back',
      [...begun, finished('basculer'), { type: 'skipped', at: at(5), step: 'undo-basculer', reason: 'inutile' }],
      { kind: 'succeeded', at: at(3), by: 'run', state: 'kept' },
    ],
    [
      'that it was skipped',
      [{ type: 'skipped', at: at(5), step: 'basculer', reason: 'base injoignable' }],
      { kind: 'skipped', at: at(5), reason: 'base injoignable', inPlace: false },
    ],
    [
      'that it was undone',
      [...begun, failed, intent('undo-basculer'), started('undo-basculer'), finished('undo-basculer')],
      { kind: 'undone', at: at(3) },
    ],
    [
      'that undoing it failed',
      [
        ...begun,
        finished('basculer'),
        intent('undo-basculer'),
        started('undo-basculer'),
        finished('undo-basculer', { result: 'failed' }),
      ],
      { kind: 'in-doubt', attempt: 1, since: at(2), process, of: 'undo' },
    ],
    [
      'that undoing it did not say how it ended: nobody knows whether it stands',
      [...begun, finished('basculer'), intent('undo-basculer'), started('undo-basculer')],
      { kind: 'in-doubt', attempt: 1, since: at(2), process, of: 'undo' },
    ],
    [
      'only its log, of an attempt whose records are lost',
      [intent('basculer'), { type: 'traced', at: at(4), step: 'basculer', attempt: 1, log: '02-basculer-1.log' }],
      { kind: 'in-doubt', attempt: 1, since: at(4), process: null, of: 'step' },
    ],
  ])('%s', (_title, records, status) => {
    expect(replay([runStarted, ...records]).steps.get('basculer')?.status).toEqual(status);
  });

  it('every attempt with its duration, also those that never ended', () => {
    const state = replay([runStarted, ...begun, failed, intent('basculer', 2), started('basculer', 2)]);
    expect(state.steps.get('basculer')?.attempts).toEqual([
      { attempt: 1, startedAt: at(2), process, finished: failed },
      { attempt: 2, startedAt: at(2), process, finished: null },
    ]);
    expect([...state.steps.keys()]).toEqual(['verifier', 'preparer', 'basculer', 'base-restauree', 'undo-basculer']);
  });
});

describe('what may have acted', () => {
  it.each<[what: string, records: readonly JournalRecord[], step: string, acted: boolean]>([
    ['a step that never began', [intent('basculer')], 'basculer', false],
    ['a step that began', begun, 'basculer', true],
    ['a step that only reads', [intent('verifier'), started('verifier')], 'verifier', false],
  ])('%s', (_what, records, step, acted) => {
    const state = replay([runStarted, ...records]).steps.get(step);
    expect(state && mayHaveActed(state)).toBe(acted);
  });

  it('is told of each attempt by its own end', () => {
    const again = finished('basculer', { attempt: 2 });
    const { steps } = replay([runStarted, ...begun, failed, intent('basculer', 2), started('basculer', 2), again]);
    expect(steps.get('basculer')?.attempts.map((attempt) => attempt.finished)).toEqual([failed, again]);
  });
});

describe('of the run the journal tells', () => {
  it('the values, and of the secrets the names', () => {
    const values = { type: 'values', at: at(1), values: { BACKUP_DIR: '/srv' }, secrets: ['DB_PASSWORD'] } as const;
    expect(replay([runStarted])).toMatchObject({ values: null, secrets: [] });
    expect(replay([runStarted, values])).toMatchObject({ values: { BACKUP_DIR: '/srv' }, secrets: ['DB_PASSWORD'] });
  });

  it('how it ended, and that it was taken up again', () => {
    const stopped = { type: 'stopped', at: at(5), cause: 'signal', reason: 'Ctrl-C', step: 'basculer' } as const;
    const resumed = {
      type: 'run-resumed',
      at: at(6),
      toolVersion: '0.1.0',
      bootId: 'b1',
      host: 'h',
      user: 'u',
    } as const;
    const end = { type: 'run-finished', at: at(7), outcome: 'succeeded' } as const;
    const abandoned = { type: 'run-abandoned', at: at(8), by: 'exploitant', reason: 'vu' } as const;
    const between = { ...stopped, step: null };
    expect(replay([runStarted]).end).toEqual({ kind: 'open' });
    expect(replay([runStarted, abandoned]).end).toEqual({ kind: 'abandoned', abandoned });
    expect(replay([runStarted, between]).end).toEqual({ kind: 'stopped', stopped: between });
    expect(replay([runStarted, stopped]).end).toEqual({ kind: 'stopped', stopped });
    expect(replay([runStarted, stopped, resumed]).end).toEqual({ kind: 'open' });
    expect(replay([runStarted, stopped, resumed, end]).end).toEqual({ kind: 'finished', finished: end });
  });

  it('of a check that succeeded before its step began again nothing: it is to be done again', () => {
    const proven = [...begun, finished('basculer'), started('base-restauree'), finished('base-restauree')];
    const statusOf = (...more: readonly JournalRecord[]) =>
      replay([runStarted, ...proven, ...more]).steps.get('base-restauree')?.status.kind;
    expect(statusOf()).toBe('succeeded');
    expect(statusOf(started('preparer', 2))).toBe('not-begun');
    expect(statusOf(started('undo-basculer'), finished('undo-basculer'))).toBe('succeeded');
  });

  it('of an undo that never ended that it is in doubt, until its step is known to be in place or begins again', () => {
    const undoing = [...begun, finished('basculer'), started('undo-basculer')];
    const statusOf = (...more: readonly JournalRecord[]) => {
      const { steps } = replay([runStarted, ...undoing, ...more]);
      return [steps.get('basculer')?.status.kind, steps.get('undo-basculer')?.status.kind];
    };
    expect(statusOf()).toEqual(['in-doubt', 'in-doubt']);
    expect(statusOf({ ...checked, verdict: 'unknown' })).toEqual(['in-doubt', 'in-doubt']);
    expect(statusOf({ ...checked, verdict: 'done' })).toEqual(['succeeded', 'not-begun']);
    expect(statusOf({ ...decision, choice: 'not-done' })).toEqual(['not-begun', 'not-begun']);
    expect(statusOf(started('basculer', 2))).toEqual(['in-doubt', 'not-begun']);
    expect(statusOf({ ...decision, step: 'undo-basculer', choice: 'done' })).toEqual(['undone', 'succeeded']);
  });

  it('nothing about a step that it did not plan: that is a bug', () => {
    expect(() => replay([runStarted, intent('inconnue')])).toThrow('the journal names step "inconnue"');
  });
});

describe('what a record says of the steps around its own', () => {
  const undoing = [...begun, finished('basculer'), started('undo-basculer')];
  const verified = [started('verifier'), finished('verifier')];
  const proven = [...verified, ...begun, finished('basculer'), started('base-restauree')];
  const refuted = [...proven, finished('base-restauree', { result: 'failed' })];
  const undoFailed = [...undoing, finished('undo-basculer', { result: 'failed' })];
  const answered = { ...decision, step: 'undo-basculer' };

  it.each<[what: string, records: readonly JournalRecord[], of: string, kind: StepStatus['kind']]>([
    [
      'an undo that is about to begin again leaves the doubt',
      [...undoing, intent('undo-basculer', 2)],
      'basculer',
      'in-doubt',
    ],
    ['so does an answer to try it again', [...undoFailed, { ...answered, choice: 'retry' }], 'basculer', 'in-doubt'],
    [
      'an undo that was seen not to be done leaves it',
      [...undoing, { ...answered, choice: 'not-done' }],
      'basculer',
      'in-doubt',
    ],
    ['one that was given up leaves it', [...undoFailed, { ...answered, choice: 'skip' }], 'basculer', 'in-doubt'],
    ['one that was seen done lifts it', [...undoing, { ...answered, choice: 'done' }], 'basculer', 'undone'],

    [
      'a step about to begin again leaves its undo as it was',
      [...undoing, intent('basculer', 2)],
      'undo-basculer',
      'in-doubt',
    ],
    [
      'so does an answer that proves nothing',
      [...undoing, { ...decision, choice: 'stop' }],
      'undo-basculer',
      'in-doubt',
    ],
    [
      'a step seen done leaves no doubt on its undo',
      [...undoing, { ...decision, choice: 'done' }],
      'undo-basculer',
      'not-begun',
    ],
    [
      'one that begins again, none on an undo that failed',
      [...undoFailed, started('basculer', 2)],
      'undo-basculer',
      'not-begun',
    ],
    ['an undo that failed says so', undoFailed, 'undo-basculer', 'failed'],

    [
      'a step seen done says nothing of its check',
      [...refuted, { ...decision, choice: 'done' }],
      'base-restauree',
      'failed',
    ],
    [
      'what its check refuted is open once it begins again',
      [...refuted, started('basculer', 2)],
      'base-restauree',
      'not-begun',
    ],
    [
      'a check that begins again says nothing of those after it',
      [...refuted, started('verifier', 2)],
      'base-restauree',
      'failed',
    ],
    ['an action says nothing of a check before it', [...proven, started('preparer')], 'verifier', 'succeeded'],
    ['nor of an action after it', [...proven, started('preparer')], 'basculer', 'succeeded'],
    ['nor of a check that is under way', [...proven, started('preparer')], 'base-restauree', 'in-doubt'],
  ])('%s', (_what, records, of, kind) => {
    expect(replay([runStarted, ...records]).steps.get(of)?.status.kind).toBe(kind);
  });
});

it.each<[how: string, end: JournalRecord | null, closed: boolean]>([
  ['goes on', null, false],
  ['stopped', { type: 'stopped', at: at(5), cause: 'signal', reason: 'Ctrl-C', step: 'basculer' }, false],
  ['was abandoned', { type: 'run-abandoned', at: at(5), by: 'exploitant', reason: 'vu' }, true],
  ['succeeded', { type: 'run-finished', at: at(5), outcome: 'succeeded' }, true],
  ['was undone', { type: 'run-finished', at: at(5), outcome: 'undone' }, true],
  ['failed', { type: 'run-finished', at: at(5), outcome: 'failed' }, false],
  ['is in doubt', { type: 'run-finished', at: at(5), outcome: 'in-doubt' }, false],
])('whether anybody can go on with a run that %s', (_how, end, closed) => {
  expect(isClosed(replay([runStarted, ...(end ? [end] : [])]).end)).toBe(closed);
});

describe('what giving up must take back', () => {
  const failedTo = (reason: string, attempt = 1) => [
    intent('basculer', attempt),
    started('basculer', attempt),
    finished('basculer', { attempt, result: 'failed', ending: { kind: 'could-not-run', reason } }),
  ];
  const skipped = { type: 'skipped', at: at(9), step: 'basculer', reason: 'faite à la main' } as const;
  const undo = [intent('undo-basculer'), started('undo-basculer'), finished('undo-basculer')];

  it.each<[what: string, records: readonly JournalRecord[], stands: boolean]>([
    ['what never began', [], false],
    ['what may be running', begun, true],
    ['what succeeded', [...begun, finished('basculer')], true],
    ['what failed', [...begun, failed], true],
    ['what was never launched', failedTo('absent'), false],
    ['what was tried before it could not be launched again', [...begun, failed, ...failedTo('absent', 2)], true],
    ['what its check says did not take place', [...begun, failed, { ...checked, verdict: 'not-done' }], false],
    ['what a person says did not take place', [...begun, failed, { ...decision, choice: 'not-done' }], false],
    ['what was passed over before it began', [skipped], false],
    ['what was passed over after it failed', [...begun, failed, skipped], true],
    ['what was undone', [...begun, finished('basculer'), ...undo], false],
  ])('%s: %s', (_what, records, stands) => {
    const state = replay([runStarted, ...records]).steps.get('basculer');
    expect(state && mayBeInPlace(state)).toBe(stands);
  });
});
