import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kill } from 'node:process';
import { expect, test } from 'vitest';
import { commandLine, readProcesses } from '../../runbook-runner/src/session/process-table.ts';
import { newSession, run, said } from './in-session.ts';

/** The bash of this step of this session that are alive. */
function bashOf(home: string, name: string): readonly number[] {
  const script = join(home, 'session', 'scripts', `${name}.sh`);
  return readProcesses()
    .filter((process) => commandLine(process).endsWith(script))
    .map(({ pid }) => pid);
}

test('the bash of the step that follows waits, before its text is even written, and executes it', async () => {
  const { session, home } = await newSession();
  await run(session, 'cd /usr; NOM=été', { name: 'un', following: 'deux' });
  const waiting = bashOf(home, 'deux');
  expect(waiting).toHaveLength(1);
  expect(existsSync(join(home, 'session', 'scripts', 'deux.sh'))).toBe(false);
  const { stdout } = await run(session, 'echo "$$ $PWD $NOM"', { name: 'deux' });
  expect(stdout).toBe(`${waiting[0]} /usr été\n`);
  expect(bashOf(home, 'deux')).toEqual([]);
});

test('no bash waits after a step that did not succeed', async () => {
  const { session, home } = await newSession();
  await run(session, 'exit 3', { name: 'un', following: 'deux' });
  expect(bashOf(home, 'deux')).toEqual([]);
});

test('when another step is executed instead, the bash that waited has left without beginning', async () => {
  const { session, home } = await newSession();
  await run(session, 'true', { name: 'un', following: 'deux' });
  const { stdout } = await run(session, 'echo trois', { name: 'trois' });
  expect(stdout).toBe('trois\n');
  expect(bashOf(home, 'deux')).toEqual([]);
});

test('when the session is closed, the bash that waited has left without beginning', async () => {
  const { session, home } = await newSession();
  await run(session, 'true', { name: 'un', following: 'deux' });
  expect(bashOf(home, 'deux')).toHaveLength(1);
  await session.close();
  expect(bashOf(home, 'deux')).toEqual([]);
});

test('a bash that was killed while it waited is said, and its step has not begun', async () => {
  const { session, home } = await newSession();
  await run(session, 'true', { name: 'un', following: 'deux' });
  kill(bashOf(home, 'deux')[0] as number, 'SIGKILL');
  const { execution } = await run(session, 'touch fait', { name: 'deux' });
  expect(said(execution)).toEqual(['bash s’est arrêté avant de commencer (SIGKILL)']);
  expect(existsSync(join(home, 'fait'))).toBe(false);
});
