import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';
import { until } from '../support/until.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const path = (name: string): string => join(place.folder, name);

/** Starts the runbook, kills the runner with SIGKILL while its slow step runs, then lets that step end. */
async function interrupt(...words: readonly string[]): Promise<void> {
  const running = place.start('run', 'a.md', ...words);
  await until(() => existsSync(path('commence')));
  running.kill('SIGKILL');
  await running;
}

const wait = 'touch commence\nwhile ! [ -e laisser-finir ]; do sleep 0.05; done';

describe('after kill -9 of the runner in a step', () => {
  test('resume waits for what survived, and the check decides that the step took effect', async () => {
    const body = [
      step('step="avant"', 'NOM=valeur\necho avant >> journal'),
      step('step="lent"', `${wait}\necho lent >> journal\nmkdir fait`),
      step('check="fait" of="lent"', 'test -d fait'),
      step('step="apres"', 'echo "$NOM" >> journal'),
    ].join('\n');
    await place.write('a.md', page('a', body));
    await interrupt();
    const resumed = place.start('resume');
    await place.write('laisser-finir', '');
    const { exitCode, stdout } = await resumed;
    expect(stdout).toContain('Elle a eu lieu : elle n’est pas refaite.');
    expect(exitCode).toBe(0);
    expect(await readFile(path('journal'), 'utf8')).toBe('avant\nlent\nvaleur\n');
  });

  test('resume can stop what survived; the check then says that the step must be done again', async () => {
    const body = [step('step="lent"', `${wait}\nmkdir fait`), step('check="fait" of="lent"', 'test -d fait')].join(
      '\n',
    );
    await place.write('a.md', page('a', body));
    await interrupt();
    await rm(path('commence'));
    const resumed = place.start('resume', '--stop-survivors');
    await until(() => existsSync(path('commence')));
    await place.write('laisser-finir', '');
    const { exitCode, stdout } = await resumed;
    expect(stdout).toContain('on l’arrête');
    expect(stdout).toContain('Elle n’a pas eu lieu : elle est refaite.');
    expect(exitCode).toBe(0);
  });

  test('without a check nobody can tell: status 5, and nothing more runs', async () => {
    const body = [step('step="lent"', `${wait}\nmkdir fait`), step('step="apres"', 'mkdir apres')].join('\n');
    await place.write('a.md', page('a', body));
    await interrupt();
    await place.write('laisser-finir', '');
    const { status, stdout } = await place.runbook('resume');
    expect(stdout).toContain('aucune vérification ne dit si elle a eu lieu');
    expect(status).toBe(5);
    expect(existsSync(path('apres'))).toBe(false);
  });

  test('a step that says it is idempotent is executed again', async () => {
    await place.write('a.md', page('a', step('step="lent" idempotent="true"', `${wait}\necho lent >> journal`)));
    await interrupt();
    await place.write('laisser-finir', '');
    expect((await place.runbook('resume')).status).toBe(0);
    expect(await readFile(path('journal'), 'utf8')).toBe('lent\nlent\n');
  });

  test('a second runner is refused while the first lives, and told who holds the target', async () => {
    await place.write('a.md', page('a', step('step="lent"', wait)));
    const running = place.start('run', 'a.md');
    await until(() => existsSync(path('commence')));
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(status).toBe(3);
    expect(stderr).toContain('une autre exécution est en cours sur la cible « ici »');
    await place.write('laisser-finir', '');
    expect((await running).exitCode).toBe(0);
  });
});

test('a failed run goes on at the step that failed, with the state of the shell', async () => {
  const body = [
    step('step="un"', 'NOM=gardé\necho un >> journal'),
    step('step="deux"', 'test -e pret\necho "$NOM" >> journal'),
  ];
  await place.write('a.md', page('a', body.join('\n')));
  expect((await place.runbook('run', 'a.md')).status).toBe(1);
  await place.write('pret', '');
  expect((await place.runbook('resume')).status).toBe(0);
  expect(await readFile(path('journal'), 'utf8')).toBe('un\ngardé\n');
});

test('a runbook that has changed since is refused: the plan is stale', async () => {
  await place.write('a.md', page('a', step('step="un"', 'test -e pret')));
  expect((await place.runbook('run', 'a.md')).status).toBe(1);
  await place.write('a.md', page('a', step('step="un"', 'true')));
  const { status, stderr } = await place.runbook('resume');
  expect(status).toBe(3);
  expect(stderr).toContain('le runbook a changé depuis le début de cette exécution');
});

test('a step that was interrupted is settled by its check, not simply done again', async () => {
  const body = [
    step('step="lent"', `echo lent >> journal\nmkdir fait\n${wait}`),
    step('check="fait" of="lent"', 'test -d fait'),
  ].join('\n');
  await place.write('a.md', page('a', body));
  const running = place.start('run', 'a.md');
  await until(() => existsSync(path('commence')));
  running.kill('SIGTERM');
  expect((await running).exitCode).toBe(130);
  const { status, stdout } = await place.runbook('resume');
  expect(stdout).toContain('Elle a eu lieu : elle n’est pas refaite.');
  expect(status).toBe(0);
  expect(await readFile(path('journal'), 'utf8')).toBe('lent\n');
});

test('a reader that leaves does not stop the run', async () => {
  await place.write(
    'a.md',
    page('a', [step('step="un"', 'echo un >> journal'), step('step="deux"', 'echo deux >> journal')].join('\n')),
  );
  const { execa } = await import('execa');
  const { cli } = await import('../support/runbook-cli.ts');
  await execa('bash', ['-c', `"${process.execPath}" "${cli}" run a.md | head -c 1 > /dev/null`], {
    cwd: place.folder,
    env: { XDG_STATE_HOME: place.state },
  });
  expect(await readFile(path('journal'), 'utf8')).toBe('un\ndeux\n');
});

test('on a disposable target a step that exceeds its time is stopped, and is in doubt: status 5', async () => {
  await place.write(
    'targets.yaml',
    'targets: { ici: { description: Essai, kind: local, ephemeral: { up: ["true"], reset: ["true"], down: ["true"] } } }\n',
  );
  const body = [
    step('step="lent" timeout="1s"', 'mkdir fait\nsleep 60'),
    step('check="fait" of="lent"', 'test -d fait'),
  ].join('\n');
  await place.write('a.md', page('a', body));
  const { status, stdout } = await place.runbook('run', 'a.md');
  expect(stdout).toContain('délai dépassé');
  expect(status).toBe(5);
  expect((await place.runbook('resume')).status).toBe(0);
});

test('elsewhere a step that exceeds its time is not killed: it is said, and waited for', async () => {
  const body = [
    step('step="lent" timeout="1s"', `${wait}\nmkdir fait`),
    step('check="fait" of="lent"', 'test -d fait'),
  ].join('\n');
  await place.write('a.md', page('a', body));
  const running = place.start('run', 'a.md');
  let seen = '';
  running.stdout.on('data', (chunk) => {
    seen += chunk;
  });
  await until(() => seen.includes('« lent » dépasse le délai annoncé (1,0 s).'));
  await place.write('laisser-finir', '');
  expect((await running).exitCode).toBe(0);
});
