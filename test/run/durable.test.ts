import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cli, openPlace, type Place, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

// strace is a required package of the tests: without it nothing here proves what reaches the disk, and when.
describe('what a run without a terminal has on the disk', { timeout: 60_000 }, () => {
  test('no text begins before its start, and the end of the step before it, are there; at last all is', async () => {
    await place.write('a.md', page('a', ['un', 'deux', 'trois'].map((id) => step(`step="${id}"`, ':')).join('\n')));
    const calls = traced('a.md');
    expect(calls.slice(calls.indexOf('write intent'))).toEqual([
      'write intent',
      'write started',
      'sync',
      'open the gate',
      'write finished',
      'write intent',
      'write started',
      'sync',
      'open the gate',
      'write finished',
      'write intent',
      'write started',
      'sync',
      'open the gate',
      'write finished',
      'write run-finished',
      'sync',
    ]);
  });

  test('a failure is there before anybody is told of it', async () => {
    await place.write('a.md', page('a', [step('step="un"', ':'), step('check="deux"', 'false')].join('\n')));
    const calls = traced('a.md');
    expect(calls.slice(calls.lastIndexOf('open the gate'))).toEqual([
      'open the gate',
      'write finished',
      'sync',
      'say échouée',
      'write stopped',
      'sync',
      'write run-finished',
      'sync',
    ]);
  });
});

/** What the runner's own thread does to its journal and to the gates of its steps. */
function traced(runbook: string): readonly string[] {
  const trace = join(place.folder, 'trace');
  const argv = ['-f', '-y', '-s', '400', '-o', trace, '--trace=write,writev,fdatasync', process.execPath, cli];
  const run = spawnSync('strace', [...argv, 'run', runbook], {
    cwd: place.folder,
    env: { ...process.env, XDG_STATE_HOME: place.state, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  if (run.error !== undefined)
    throw new Error('strace is needed by this test: apt-get install strace', { cause: run.error });
  const lines = readFileSync(trace, 'utf8').split('\n');
  const runner = lines[0]?.split(' ')[0] ?? '';
  return lines.filter((line) => line.startsWith(`${runner} `)).flatMap(callOf);
}

function callOf(line: string): readonly string[] {
  const [, name, on = '', rest = ''] = /^\d+ +(\w+)\(\d+<([^>]*)>(.*)$/.exec(line) ?? [];
  if (on.endsWith('.jsonl')) {
    return name === 'fdatasync' ? ['sync'] : [`write ${/\\"type\\":\\"([\w-]+)\\"/.exec(rest)?.[1]}`];
  }
  if (/^, "[0-9a-f]{32}\\0/.test(rest)) return ['open the gate'];
  return rest.includes('\\303\\251chou\\303\\251e en') ? ['say échouée'] : [];
}
