import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, localTarget, openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  await place.write('a.md', page('a', step('step="un"', 'date > jour')));
});
afterEach(() => place.remove());

/** The fingerprint of the plan, made with this in the environment. */
async function hash(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await execa(process.execPath, [cli, 'plan', 'a.md', '--format', 'json'], {
    cwd: place.folder,
    env: { ...place.env, HOME: '/root', TZ: 'UTC', ...env },
  });
  return JSON.parse(stdout).hash;
}

describe('the fingerprint of the plan covers all that decides what is executed', () => {
  test.each([
    ['PATH', { PATH: `/opt/korrigo/bin:${process.env.PATH}` }],
    ['TZ', { TZ: 'Europe/Paris' }],
    ['HOME', { HOME: '/var/lib/korrigo' }],
    ['TMPDIR', { TMPDIR: '/var/tmp' }],
  ])('%s', async (_, env) => {
    expect(await hash(env)).not.toBe(await hash());
  });

  test.each([
    ['protected', 'protected: true\n    operators: root'],
    ['ephemeral', 'ephemeral: { up: ["true"], reset: ["true"], down: ["true"] }'],
    ['the commands of ephemeral', 'ephemeral: { up: ["true"], reset: ["true"], down: ["false"] }'],
  ])('%s', async (_, key) => {
    const before = await hash();
    await place.write('targets.yaml', `${localTarget}    ${key}\n`);
    expect(await hash()).not.toBe(before);
  });

  test('and nothing that differs from one terminal to the next', async () => {
    const elsewhere = { TERM: 'vt100', SSH_AUTH_SOCK: '/tmp/agent', XDG_RUNTIME_DIR: '/run/user/7', EDITOR: 'vi' };
    expect(await hash(elsewhere)).toBe(await hash());
  });
});
