import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSessionFolder, sweepSessions } from '../../runbook-runner/src/machine/local/session-folder.ts';
import { isSystemAdmin } from '../support/account.ts';

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

test('what killed runners left is removed, at whatever moment they were killed; what a living one made is left', async () => {
  const { path: living } = await makeSessionFolder(sessions);
  const { path: other } = await makeSessionFolder(sessions);
  const empty = left('4026531836-1-123-00000000-0', []);
  // Our number, and the start of another process.
  const [space, , , boot] = basename(living).split('-');
  const full = left(`${space}-${process.pid}-1-${boot}-0`, ['secrets', 'state.sh']);
  // No session has such a name.
  const stranger = left('photos', ['vacances']);
  await sweepSessions(sessions);
  expect([living, other, empty, full, stranger].map(existsSync)).toEqual([true, true, false, false, true]);
  expect(readdirSync(sessions)).toHaveLength(3);
});

test.runIf(isSystemAdmin)(
  'what a runner of another container made with this home is left while it lives, and removed once it is dead',
  async () => {
    const apart = ['--pid', '--fork', '--kill-child', '--mount-proc', process.execPath];
    const there = execa(
      'unshare',
      [...apart, join(import.meta.dirname, '../fixtures/machine/session-maker.ts'), sessions],
      {
        reject: false,
      },
    );
    try {
      const [folder] = (await once(there.stdout, 'data')) as [Buffer];
      await sweepSessions(sessions);
      expect(existsSync(String(folder).trim())).toBe(true);
      // Nor does it take one of here for one that a dead runner left.
      const { path: ours } = await makeSessionFolder(sessions);
      there.stdin.write('sweep\n');
      await once(there.stdout, 'data');
      expect(existsSync(ours)).toBe(true);
      there.kill('SIGKILL');
      await there;
      await sweepSessions(sessions);
      expect(readdirSync(sessions)).toEqual([basename(ours)]);
    } finally {
      there.kill('SIGKILL');
      await there;
    }
  },
);

test('what a step of a dead runner may still call is left until it has ended', async () => {
  const folder = left('4026531836-1-123-00000000-0', ['secrets']);
  const orphan = execa('sleep', ['60'], { env: { PATH: `${folder}/services:${process.env.PATH}` }, reject: false });
  try {
    await sweepSessions(sessions);
    expect(existsSync(folder)).toBe(true);
  } finally {
    orphan.kill('SIGKILL');
    await orphan;
  }
  await sweepSessions(sessions);
  expect(existsSync(folder)).toBe(false);
});
