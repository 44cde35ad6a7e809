import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LocalSession, SessionOptions } from '../../runbook-runner/src/machine/local/local-session.ts';
import { openSession } from '../../runbook-runner/src/machine/local/local-session.ts';
import type { ExecuteOptions, Execution } from '../../runbook-runner/src/machine/machine.ts';
import { removeFolder } from '../support/remove-folder.ts';

/** A session in a folder of its own, removed when the test ends. */
export async function newSession(given: Partial<SessionOptions> = {}): Promise<TestSession> {
  const home = newFolder();
  const options: SessionOptions = {
    dir: join(home, 'session'),
    bash: 'bash',
    cwd: home,
    env: { PATH: process.env.PATH ?? '', HOME: home, LANG: 'C.UTF-8' },
    variables: new Map(),
    secrets: new Map(),
    patience: { interrupt: 300, terminate: 300, kill: 5_000 },
    ...given,
  };
  return { home, options, session: await openSession(options) };
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'session-test-'));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

const MOST_GATHERED = 100_000_000;

/** Executes a text, that of the step `name`, and gathers what it prints. */
export async function run(session: LocalSession, text: string, options: RunOptions = {}): Promise<Outcome> {
  const { name = 'etape', ...given } = options;
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  let taken = 0;
  const execution = await session.execute(
    { name, text, interactive: false },
    {
      signal: new AbortController().signal,
      onStarted: async () => {},
      onOutput: (stream, chunk) => {
        // `yes` prints more in a second than a string can hold.
        taken += chunk.length;
        if (taken < MOST_GATHERED) (stream === 'stdout' ? out : err).push(chunk);
      },
      ...given,
    },
  );
  return { execution, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}

/** The notes of a state that was kept, or the reason why it was not. */
export function said(execution: Execution): readonly string[] {
  if (execution.outcome === 'not-started') return [execution.reason];
  return execution.state.kept ? execution.state.notes : [execution.state.reason];
}

/** Resolves once the condition holds; the test's own time limit ends a wait in vain. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

interface RunOptions extends Partial<ExecuteOptions> {
  readonly name?: string;
}

interface TestSession {
  readonly home: string;
  readonly options: SessionOptions;
  readonly session: LocalSession;
}

interface Outcome {
  readonly execution: Execution;
  readonly stdout: string;
  readonly stderr: string;
}
