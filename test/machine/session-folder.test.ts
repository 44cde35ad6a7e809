import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSessionFolder, sweepSessions } from '../../runbook-runner/src/machine/local/session-folder.ts';

let home: string;
let sessions: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sessions-'));
  sessions = join(home, 'sessions');
});
afterEach(() => rmSync(home, { recursive: true }));

/** What a runner that is dead left: killed before it had written anything, or after. */
function left(name: string, files: readonly string[]): string {
  const folder = join(sessions, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const file of files) writeFileSync(join(folder, file), 'très secret');
  return folder;
}

test('what killed runners left is removed, at whatever moment they were killed; what a living one made is left', () => {
  const living = makeSessionFolder(sessions);
  const other = makeSessionFolder(sessions);
  const empty = left('1-123-00000000-0', []);
  const full = left(`${process.pid}-1-abcdef01-0`, ['secrets', 'state.sh']);
  sweepSessions(sessions);
  expect([living, other, empty, full].map(existsSync)).toEqual([true, true, false, false]);
  expect(readdirSync(sessions)).toHaveLength(2);
});

test('what a step of a dead runner may still call is left until it has ended', async () => {
  const folder = left('1-123-00000000-0', ['secrets']);
  const orphan = execa('sleep', ['60'], { env: { PATH: `${folder}/services:${process.env.PATH}` }, reject: false });
  try {
    sweepSessions(sessions);
    expect(existsSync(folder)).toBe(true);
  } finally {
    orphan.kill('SIGKILL');
    await orphan;
  }
  sweepSessions(sessions);
  expect(existsSync(folder)).toBe(false);
});
