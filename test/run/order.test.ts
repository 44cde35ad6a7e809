import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commandLine, readProcesses } from '../../runbook-runner/src/machine/local/process-table.ts';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, output, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

// strace is a required package of the tests: what is on the disk before what is seen by nothing else.
test('a text begins once its process is in the journal, and the bash of a destructive step starts once it is agreed to', async () => {
  const steps = [
    step('step="un"', '/bin/true'),
    step('step="deux"', '/bin/true'),
    step('step="effacer" danger="Le fichier."', '/bin/rm --force precieux'),
    step('step="trois"', '/bin/false'),
    step('step="quatre"', '/bin/true'),
  ];
  await place.write('a.md', page('a', steps.join('\n')));
  expect(await traced('run', 'a.md', '--confirm', 'ici')).toEqual([
    'intent un',
    'bash un',
    'started un',
    'sync',
    'text of un',
    'finished un',
    'sync',
    'intent deux',
    'bash deux',
    'started deux',
    'sync',
    'text of deux',
    'finished deux',
    'sync',
    'confirmed',
    'sync',
    'intent effacer',
    'bash effacer',
    'started effacer',
    'sync',
    'text of effacer',
    'finished effacer',
    'sync',
    'intent trois',
    'bash trois',
    'started trois',
    'sync',
    'text of trois',
    'finished trois',
    'sync',
  ]);
});

test('a run that stops at an output leaves no bash behind for the step that would have followed', async () => {
  const body = step('check="compter"', 'echo "2 copies"') + output('compter', '3 copies') + step('step="deux"', 'true');
  await place.write('a.md', page('a', body));
  const { status, stdout } = await place.runbook('run', 'a.md');
  expect(stdout).toContain('1 échouée, 1 pas commencée');
  expect(status).toBe(1);
  expect(readProcesses().filter((process) => commandLine(process).includes(place.folder))).toEqual([]);
});

/** What a run does, in its order: the records of its steps, the syncs of its journal, the programs that start. */
async function traced(...words: readonly string[]): Promise<readonly string[]> {
  const trace = join(place.folder, 'trace');
  const strace = ['-f', '-y', '-s', '4000', '-o', trace, '--trace=execve,pwrite64,fdatasync'];
  const run = await execa('strace', [...strace, process.execPath, cli, ...words], {
    cwd: place.folder,
    env: place.env,
    reject: false,
  });
  expect(run.exitCode, 'strace is needed by this test: apt-get install strace').toBe(1);
  let at = '';
  const events = (await readFile(trace, 'utf8')).split('\n').flatMap((line) => {
    const record = /pwrite64\(.*\\"type\\":\\"(intent|started|finished)\\".*?\\"step\\":\\"(\w+)\\"/.exec(line);
    if (record) return [`${record[1]} ${record[2]}`];
    if (/pwrite64\(.*\\"type\\":\\"confirmed\\"/.test(line)) return ['confirmed'];
    const bash = /execve\(.*"--norc", ".*\/scripts\/(\w+)\.sh"/.exec(line);
    if (bash) return [`bash ${bash[1]}`];
    if (/execve\("\/bin\/(true|rm|false)"/.test(line)) return ['text'];
    return /fdatasync\(\d+<.*journal\.jsonl>/.test(line) ? ['sync'] : [];
  });
  // From the first step to the end of the last.
  const first = events.findIndex((event) => event.startsWith('intent'));
  const last = events.findLastIndex((event) => event.startsWith('finished'));
  return events.slice(first, last + 2).map((event) => {
    if (event.startsWith('started')) at = event.slice('started '.length);
    return event === 'text' ? `text of ${at}` : event;
  });
}
