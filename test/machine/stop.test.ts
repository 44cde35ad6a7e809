import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readBootId, readProcess } from '../../runbook-runner/src/machine/local/process-table.ts';
import { stopProcesses } from '../../runbook-runner/src/machine/local/stop.ts';
import { findMarks, findSurvivors, isAlive } from '../../runbook-runner/src/machine/local/survivors.ts';
import type { ProcessMark } from '../../runbook-runner/src/machine/machine.ts';
import { waitForEnd } from '../../runbook-runner/src/machine/wait-for-end.ts';
import { newFolder, newSession, run, said, until } from './in-session.ts';

/** Runs a text, stops it once it has printed « ready », and says how it ended. */
async function stopped(text: string) {
  const { session, home } = await newSession();
  const stop = new AbortController();
  const outcome = await run(session, text, {
    signal: stop.signal,
    onOutput: (_, chunk) => {
      if (Buffer.from(chunk).includes('ready')) stop.abort('asked');
    },
  });
  return { ...outcome, session, home };
}

test('a step that is stopped gets INT and may clean up, and its state is kept', async () => {
  const { execution, session } = await stopped(`trap 'CLEANED=yes; exit 9' INT; echo ready; sleep 60`);
  expect(execution).toMatchObject({ outcome: 'exited', status: 9, stoppedBy: 'SIGINT', survivors: [] });
  expect((await run(session, 'echo $CLEANED')).stdout).toBe('yes\n');
});

test('what ignores INT and TERM is killed', async () => {
  const { execution } = await stopped(`trap '' INT TERM; echo ready; while :; do sleep 60 || :; done`);
  expect(execution).toMatchObject({ outcome: 'signalled', signal: 'SIGKILL', stoppedBy: 'SIGKILL', survivors: [] });
});

test('a leader that dies at once does not save its children that ignore everything', async () => {
  const { execution, home } = await stopped(
    `(trap '' INT TERM; echo $BASHPID > child; echo ready; while :; do sleep 60 || :; done) & wait`,
  );
  expect(execution).toMatchObject({ stoppedBy: 'SIGKILL', survivors: [] });
  expect(readProcess(Number(readFileSync(join(home, 'child'), 'utf8')))).toBeNull();
});

test.each([
  ['left the group (setsid)', 'setsid'],
  ['left the group and the environment (setsid env -i)', 'setsid env -i PATH="$PATH"'],
])('a child that has %s is stopped too', async (_, wrapper) => {
  const { execution, home } = await stopped(
    `${wrapper} bash -c 'echo $$ > child; exec sleep 60' & until [[ -s child ]]; do sleep 0.01; done; echo ready; wait`,
  );
  expect(execution).toMatchObject({ survivors: [] });
  expect(readProcess(Number(readFileSync(join(home, 'child'), 'utf8')))).toBeNull();
});

test('what left the group gets INT and may clean up, although the leader ignores it', async () => {
  const child = `trap 'echo clean > cleaned; exit' INT; : > child; while :; do sleep 0.05; done`;
  const { home } = await stopped(
    `trap '' INT TERM; env --default-signal=INT setsid bash -c "${child}" & until [[ -e child ]]; do sleep 0.01; done; echo ready; wait; sleep 60`,
  );
  expect(readFileSync(join(home, 'cleaned'), 'utf8')).toBe('clean\n');
});

test('a child that has left group, environment and parent is stopped too, by the pipes it was born with', async () => {
  const { execution, home } = await stopped(
    `(setsid env -i bash -c 'echo $$ > child; exec sleep 60' &> /dev/null &); until [[ -s child ]]; do :; done; echo ready; sleep 60`,
  );
  expect(execution).toMatchObject({ survivors: [] });
  expect(readProcess(Number(readFileSync(join(home, 'child'), 'utf8')))).toBeNull();
});

test('a step that is stopped before its text begins does not begin', async () => {
  const { session } = await newSession();
  const stop = new AbortController();
  const { execution, stdout } = await run(session, 'echo ran', {
    signal: stop.signal,
    onStarted: async () => stop.abort(),
  });
  expect(stdout).toBe('');
  expect(said(execution)).toEqual(['interrompue avant de commencer']);
});

test('a start that cannot be written down leaves the text unexecuted', async () => {
  const { session, home } = await newSession();
  const failing = run(session, 'touch ran', { onStarted: () => Promise.reject(new Error('disk full')) });
  await expect(failing).rejects.toThrow('disk full');
  expect((await run(session, `ls ${home}`)).stdout).not.toContain('ran');
});

test('when the runner is killed before it opens the gate, the text never runs', async () => {
  const { runner, home, mark } = await killedRunner('held', 'touch ran; sleep 60');
  await waitForEnd({ survivors: findSurvivors }, mark, 20_000, AbortSignal.timeout(20_000));
  expect(await findSurvivors(mark)).toEqual([]);
  expect(runner.signalCode).toBe('SIGKILL');
  expect((await run((await newSession()).session, `ls ${home}`)).stdout).not.toContain('ran');
});

test('after the runner is killed the orphan is found, with what left its group, and can be stopped', async () => {
  const { mark, home } = await killedRunner(
    'started',
    `setsid sleep 61 & echo $! > away; until [[ $(</proc/$!/comm) == sleep ]]; do :; done; touch ran; sleep 62`,
  );
  const survivors = await findSurvivors(mark);
  expect(survivors.map(({ command, by, certain }) => ({ command: command.split('/').at(-1), by, certain }))).toEqual([
    { command: 'etape.sh', by: 'leader', certain: true },
    { command: 'sleep 61', by: 'marker', certain: true },
    { command: 'sleep 62', by: 'marker', certain: true },
  ]);
  const { survivors: left } = await stopProcesses(mark, { interrupt: 300, terminate: 300, kill: 5_000 });
  expect(left).toEqual([]);
  expect(readProcess(Number(readFileSync(join(home, 'away'), 'utf8')))).toBeNull();
});

test('an orphan may be waited for: it ends by itself', async () => {
  const { mark, home } = await killedRunner('started', 'touch ran; until [[ -e go ]]; do sleep 0.01; done; touch done');
  expect(await findSurvivors(mark)).not.toEqual([]);
  expect(await waitForEnd({ survivors: findSurvivors }, mark, 20_000, AbortSignal.abort())).toBe(false);
  const waiting = waitForEnd({ survivors: findSurvivors }, mark, 20_000, AbortSignal.timeout(20_000));
  const { session } = await newSession();
  await run(session, `touch ${home}/go`);
  expect(await waiting).toBe(true);
  expect((await run(session, `ls ${home}`)).stdout).toContain('done');
});

test('a stranger that got the number of a dead step is neither named nor signalled', async () => {
  const stranger = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => void stranger.kill('SIGKILL'));
  const pid = stranger.pid as number;
  const startTime = readProcess(pid)?.startTime as string;
  const mark = { pid, startTime: String(Number(startTime) - 1), bootId: readBootId(), marker: 'm' };
  expect(await findSurvivors(mark)).toEqual([]);
  await stopProcesses(mark, { interrupt: 50, terminate: 50, kill: 50 });
  expect(isAlive({ pid, startTime })).toBe(true);
  expect(await findSurvivors({ ...mark, startTime, bootId: 'another boot' })).toEqual([]);
  expect(await findSurvivors({ ...mark, startTime })).toHaveLength(1);
});

test('what shares a terminal with a lost step is a stranger to it, also when the shell of the terminal is gone', async () => {
  const home = newFolder();
  const kept = join(home, 'runs/x');
  // Each has a group of its own in the session of the shell, as the jobs of an operator have.
  const text = `set -m; RB_STEP=perdu RB_KEPT=${kept}/session sleep 60 & sleep 61 & echo $!`;
  const shell = spawn('bash', ['-c', text], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = (await once(shell.stdout, 'data')) as [Buffer];
  const stranger = readProcess(Number(printed));
  onTestFinished(() => void process.kill(Number(printed), 'SIGKILL'));
  await once(shell, 'exit');
  await until(async () => (await findMarks(kept)).length === 1);
  const marks = await findMarks(kept);
  for (const mark of marks) {
    expect((await findSurvivors(mark)).map(({ by, certain }) => [by, certain])).toEqual([['marker', true]]);
    expect((await stopProcesses(mark, { interrupt: 50, terminate: 50, kill: 5_000 })).survivors).toEqual([]);
  }
  expect(stranger !== null && isAlive(stranger)).toBe(true);
});

/** A runner of its own that executes the text and is killed with -9: at the gate, or once the text has made « ran ». */
async function killedRunner(when: 'held' | 'started', text: string) {
  const home = newFolder();
  const program = new URL('../fixtures/machine/runner.ts', import.meta.url).pathname;
  const runner = spawn(process.execPath, [program, home, when, text], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  for await (const chunk of runner.stdout) {
    printed += chunk;
    if (printed.includes('\n')) break;
  }
  const mark: ProcessMark = JSON.parse(printed);
  onTestFinished(async () => void (await stopProcesses(mark, { interrupt: 1, terminate: 1, kill: 5_000 })));
  if (when === 'started') {
    const { session } = await newSession();
    await until(async () => (await run(session, `ls ${home}`)).stdout.includes('ran'));
  }
  runner.kill('SIGKILL');
  await once(runner, 'exit');
  return { runner, home, mark };
}
