import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kill } from 'node:process';
import { expect, test } from 'vitest';
import { commandLine, readProcesses } from '../../runbook-runner/src/session/process-table.ts';
import type { ExecuteOptions, Session } from '../../runbook-runner/src/session/session.ts';
import { newSession, said } from './in-session.ts';

/** Executes the step `name`, followed by `following`. */
async function execute(session: Session, name: string, text: string, given: Partial<ExecuteOptions> = {}) {
  const chunks: Uint8Array[] = [];
  const execution = await session.execute(
    { name, text, interactive: false },
    {
      signal: new AbortController().signal,
      onStarted: async () => undefined,
      onOutput: (_, chunk) => void chunks.push(chunk),
      ...given,
    },
  );
  return { execution, printed: Buffer.concat(chunks).toString() };
}

/** The bash of this step of this session that are alive. */
function bashOf(home: string, name: string): readonly number[] {
  const script = join(home, 'session', 'scripts', `${name}.sh`);
  return readProcesses()
    .filter((process) => commandLine(process).endsWith(script))
    .map(({ pid }) => pid);
}

test('the bash of the step that follows waits, before its text is even written, and executes it', async () => {
  const { session, home } = await newSession();
  await execute(session, 'un', 'cd /usr; NOM=été', { following: 'deux' });
  const waiting = bashOf(home, 'deux');
  expect(waiting).toHaveLength(1);
  expect(existsSync(join(home, 'session', 'scripts', 'deux.sh'))).toBe(false);
  const { printed } = await execute(session, 'deux', 'echo "$$ $PWD $NOM"');
  expect(printed).toBe(`${waiting[0]} /usr été\n`);
  expect(bashOf(home, 'deux')).toEqual([]);
});

test('no bash waits after a step that did not succeed', async () => {
  const { session, home } = await newSession();
  await execute(session, 'un', 'exit 3', { following: 'deux' });
  expect(bashOf(home, 'deux')).toEqual([]);
});

test('when another step is executed instead, the bash that waited has left without beginning', async () => {
  const { session, home } = await newSession();
  await execute(session, 'un', 'true', { following: 'deux' });
  const { printed } = await execute(session, 'trois', 'echo trois');
  expect(printed).toBe('trois\n');
  expect(bashOf(home, 'deux')).toEqual([]);
});

test('when the session is closed, the bash that waited has left without beginning', async () => {
  const { session, home } = await newSession();
  await execute(session, 'un', 'true', { following: 'deux' });
  expect(bashOf(home, 'deux')).toHaveLength(1);
  await session.close();
  expect(bashOf(home, 'deux')).toEqual([]);
});

test('a bash that was killed while it waited is said, and its step has not begun', async () => {
  const { session, home } = await newSession();
  await execute(session, 'un', 'true', { following: 'deux' });
  kill(bashOf(home, 'deux')[0] as number, 'SIGKILL');
  const { execution } = await execute(session, 'deux', 'touch fait');
  expect(said(execution)).toEqual(['bash s’est arrêté avant de commencer (SIGKILL)']);
  expect(existsSync(join(home, 'fait'))).toBe(false);
});
