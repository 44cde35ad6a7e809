import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
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

/** A check whose answer, yes or no, is what it prints. */
const asked = (id: string, of: string, command = `if test -d fait; then echo oui; else echo non; fi`): string =>
  [
    step(`check="${id}" of="${of}"`, command),
    `\`\`\`text output="${id}"\noui\n\`\`\`\n`,
    `\`\`\`text otherwise="${id}"\nnon\n\`\`\`\n`,
  ].join('\n');

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
    const body = [step('step="lent"', `${wait}\nmkdir fait`), asked('fait', 'lent')].join('\n');
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

test('resume and undo find the services of the target, although the session that their state comes from is gone', async () => {
  await place.write(
    'targets.yaml',
    'targets: { ici: { description: Essai, kind: local, services: { db: { exec: [echo, base] } } } }\n',
  );
  const body = [
    step('step="lent"', wait),
    step('undo="lent"', '@db defaire >> journal'),
    step('step="apres"', '@db suite >> journal'),
    step('check="pret"', 'test -e pret'),
  ];
  await place.write('a.md', page('a', body.join('\n')));
  const first = place.start('run', 'a.md', '--confirm', 'ici');
  await until(() => existsSync(path('commence')));
  await place.write('laisser-finir', '');
  expect((await first).exitCode).toBe(1);
  await rm(path('journal'));
  expect((await place.runbook('resume', '--confirm', 'ici', '--redo', 'apres')).status).toBe(1);
  const [run = ''] = await readdir(join(place.state, 'runbook/runs'));
  expect((await place.runbook('undo', run, '--confirm', 'ici')).status).toBe(0);
  expect(await readFile(path('journal'), 'utf8')).toBe('base defaire\n');
});

describe('a step that failed may have acted', () => {
  test('a run goes on at the check that failed, with the state of the shell', async () => {
    const body = [
      step('step="un"', 'NOM=gardé\necho un >> journal'),
      step('check="pret"', 'test -e pret'),
      step('step="deux"', 'echo "$NOM" >> journal'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    await place.write('pret', '');
    expect((await place.runbook('resume')).status).toBe(0);
    expect(await readFile(path('journal'), 'utf8')).toBe('un\ngardé\n');
  });

  test('without a check, nobody executes it again but a person who says so', async () => {
    await place.write('a.md', page('a', step('step="virer"', 'echo virement >> journal\ntest -e pret')));
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    await place.write('pret', '');
    const { status, stdout } = await place.runbook('resume');
    expect(status).toBe(5);
    expect(stdout).toContain('Cette étape a échoué et peut avoir agi (« virer »');
    expect(await readFile(path('journal'), 'utf8')).toBe('virement\n');
    const unknown = await place.runbook('resume', '--redo', 'vire');
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('n’a pas d’étape « vire »');
    expect(unknown.stderr).toContain('Écrivez « virer »');
    expect((await place.runbook('resume', '--redo', 'virer')).status).toBe(0);
    expect(await readFile(path('journal'), 'utf8')).toBe('virement\nvirement\n');
  });

  test('a person may say that it took effect: it is not executed again', async () => {
    await place.write(
      'a.md',
      page(
        'a',
        [step('step="virer"', 'echo virement >> journal\nfalse'), step('step="apres"', 'mkdir apres')].join('\n'),
      ),
    );
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    // On somebody's word: it ends, and that is no plain success.
    const resumed = await place.runbook('resume', '--done', 'virer');
    expect(resumed.stdout).toContain('Terminée, 1 vérification non faite');
    expect(resumed.stdout).toContain('non vérifié : virer');
    expect(resumed.status).toBe(6);
    expect(await readFile(path('journal'), 'utf8')).toBe('virement\n');
    expect(existsSync(path('apres'))).toBe(true);
  });

  test('that ended as expected, with another output: its check says that it took effect', async () => {
    const body = [
      step('step="virer"', 'echo virement >> journal\necho "12 comptes"'),
      '```text output="virer"\n11 comptes\n```\n',
      step('check="vire" of="virer"', 'grep -q virement journal'),
    ].join('\n');
    await place.write('a.md', page('a', body));
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    expect((await place.runbook('resume')).status).toBe(0);
    expect(await readFile(path('journal'), 'utf8')).toBe('virement\n');
  });

  test('whose shell state was lost: its check says that it took effect', async () => {
    const body = [
      step('step="virer"', 'echo virement >> journal\nexec true'),
      step('check="vire" of="virer"', 'grep -q virement journal'),
    ].join('\n');
    await place.write('a.md', page('a', body));
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    expect((await place.runbook('resume')).status).toBe(0);
    expect(await readFile(path('journal'), 'utf8')).toBe('virement\n');
  });
});

describe('a check that is asked on resume answers yes, no, or cannot tell', () => {
  const answers = [
    ['its yes: done', 'echo oui', 0, 1],
    ['its no: not done', 'echo non', 0, 2],
    ['both: it cannot tell', 'echo oui; echo non', 5, 1],
    ['neither: it cannot tell', 'echo peut-être', 5, 1],
    ['its no, with another status', 'echo non; false', 5, 1],
    ['nothing: it cannot tell', 'true', 5, 1],
    ['a command that fails: it cannot tell', 'ls absent', 5, 1],
    ['an unset variable: it cannot tell', 'echo "${INCONNUE?}"', 5, 1],
    ['a failed command piped into grep: it cannot tell', 'cat absent | grep oui', 5, 1],
  ] as const;
  test.each(answers)('%s', async (_title, answer, status, times) => {
    // It answers so on resume only: in the normal course the step before it fails.
    const body = [
      step('step="virer"', 'echo virement >> journal\ntest -e deux || ! touch deux'),
      asked('vire', 'virer', answer),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    const resumed = await place.runbook('resume');
    const executed = (await readFile(path('journal'), 'utf8')).split('\n').length - 1;
    expect({ executed, status: times === 2 ? 0 : resumed.status }).toEqual({ executed: times, status });
  });

  test('a step that is idempotent is executed again when its check cannot tell', async () => {
    const body = [
      step('step="virer" idempotent="true"', 'echo virement >> journal\ntest -e deux || ! touch deux'),
      step('check="vire" of="virer"', 'test -e deux && test "$(wc -l < journal)" -eq 2'),
    ];
    await place.write('a.md', page('a', body.join('\n')));
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    expect((await place.runbook('resume')).status).toBe(0);
    expect(await readFile(path('journal'), 'utf8')).toBe('virement\nvirement\n');
  });
});

describe('what a step set in a shell that is gone', () => {
  const acting = (text: string, later: string) =>
    [
      step('step="preparer"', 'A_EFFACER=production\nmkdir production copie'),
      step('step="basculer"', `${text}\nmkdir fait\n${wait}`),
      step('check="basculee" of="basculer"', 'test -d fait'),
      step('step="nettoyer" danger="la copie"', later),
    ].join('\n');

  const losses: readonly (readonly [what: string, text: string, later: string, said: string])[] = [
    ['a variable', 'A_EFFACER=copie', 'rmdir "./$A_EFFACER"', 'la variable « A_EFFACER », que lit « nettoyer »'],
    ['a function', 'cible() { echo copie; }', 'rmdir "./$(cible)"', 'la fonction « cible », qu’appelle « nettoyer »'],
    ['the folder', 'mkdir ailleurs\ncd ailleurs', 'rmdir ./copie', 'le dossier courant'],
    ['an option', 'shopt -s nullglob', 'rmdir ./copi*', 'un réglage du shell'],
  ];
  test.each(losses)('%s that a later step needs: a person, or status 5', async (_what, text, later, said) => {
    await place.write(
      'a.md',
      page('a', acting(text.replace('cd ailleurs', 'cd ailleurs; cd ..; cd ailleurs/..'), later)),
    );
    await interrupt('--confirm', 'ici');
    await place.write('laisser-finir', '');
    for (let again = 0; again < 2; again++) {
      const { status, stdout } = await place.runbook('resume', '--confirm', 'ici');
      expect(stdout).toContain(said);
      expect(status).toBe(5);
    }
    expect(existsSync(path('production')) && existsSync(path('copie'))).toBe(true);
  });

  test('that nobody reads afterwards: the run goes on', async () => {
    await place.write('a.md', page('a', acting('AUTRE=copie\necho "$AUTRE"', 'rmdir ./copie')));
    await interrupt('--confirm', 'ici');
    await place.write('laisser-finir', '');
    expect((await place.runbook('resume', '--confirm', 'ici')).status).toBe(0);
    expect(existsSync(path('copie'))).toBe(false);
  });
});

describe('a run goes on with what it began with', () => {
  test('its own text, when the page has changed or is gone', async () => {
    const body = (text: string) =>
      page('a', [step('check="pret"', 'test -e pret'), step('step="un"', text)].join('\n'));
    await place.write('a.md', body('echo ancien >> journal'));
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    await place.write('pret', '');
    await place.write('a.md', body('echo nouveau >> journal'));
    const { status, stdout } = await place.runbook('resume');
    expect(stdout).toContain('La page a changé depuis le début de cette exécution');
    expect(status).toBe(0);
    expect(await readFile(path('journal'), 'utf8')).toBe('ancien\n');
  });

  test('never on another target: what changed is named', async () => {
    const targets = (identity: string, db: string) =>
      `targets: { ici: { description: Essai, kind: local, identity: { command: [echo, ${identity}] }, services: { db: { exec: [${db}] } } } }\n`;
    await place.write('targets.yaml', targets('lycee-a', 'env'));
    await place.write('a.md', page('a', step('check="pret"', 'test -e pret')));
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    await place.write('pret', '');
    await place.write('targets.yaml', targets('lycee-b', 'nice'));
    const { status, stderr } = await place.runbook('resume');
    expect(stderr).toContain('la cible « ici » n’est plus celle du début de cette exécution');
    expect(stderr).toContain('ce que dit « identity » : « lycee-b » au lieu de « lycee-a »');
    expect(stderr).toContain('ce que sont @db');
    expect(status).toBe(3);
    await place.write('targets.yaml', targets('lycee-a', 'env'));
    expect((await place.runbook('resume')).status).toBe(0);
  });
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
    env: place.env,
  });
  expect(await readFile(path('journal'), 'utf8')).toBe('un\ndeux\n');
});

test('on a disposable target a step that exceeds its time is stopped, and is in doubt: status 5', async () => {
  await place.write(
    'targets.yaml',
    'targets: { ici: { description: Essai, kind: local, ephemeral: { up: ["true"], reset: ["true"], down: ["true"] } } }\n',
  );
  const body = [
    step('step="lent" timeout="5s"', 'mkdir fait\nsleep 60'),
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
