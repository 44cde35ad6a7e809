import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collectOwnError } from '../../runbook-runner/src/run/own-error.ts';
import type { Place } from '../support/runbook-cli.ts';
import { localTarget, openPlace, output, page, step } from '../support/runbook-cli.ts';

let place: Place;
afterEach(() => place.remove());

const report = (ending: string): Promise<string> => readFile(join(place.folder, `rapports/a.${ending}`), 'utf8');

describe('the first line of a failure is the command’s own error', () => {
  const body = [
    step('check="base" title="La base répond"', 'echo debut\necho "psql: error: connection refused" >&2\nexit 2'),
    output('base', '1'),
    '## Si ça échoue\n\n**« connection refused »** : la base est arrêtée, démarrez-la.\n',
  ].join('\n');
  const mismatch = 'La ligne attendue « 1 » n’a pas été trouvée : ligne 1 de la sortie, on lit « debut ».';

  beforeEach(async () => {
    place = await openPlace();
    await place.write('a.md', page('a', body));
  });

  test('then how it ended, what differs, and what to do', async () => {
    const { status, stdout } = await place.runbook('run', 'a.md');
    expect(status).toBe(1);
    const shown = stdout.replace(/en \d+,\d s/g, 'en 0,1 s');
    expect(shown).toContain(
      `  ✗ psql: error: connection refused\n    échouée en 0,1 s : statut 2 au lieu de 0\n    ${mismatch}\n`,
    );
    expect(shown).toContain('→ « connection refused » : la base est arrêtée, démarrez-la.\n');
    expect(stdout).toContain(`
  psql: error: connection refused — statut 2 au lieu de 0 — ${mismatch}
`);
  });

  test('in the reports too', async () => {
    await place.runbook('run', 'a.md', '--report', 'rapports');
    const detail = `psql: error: connection refused\nstatut 2 au lieu de 0\n${mismatch}`;
    const advice = '« connection refused » : la base est arrêtée, démarrez-la.';
    expect(JSON.parse(await report('json')).entries[0]).toMatchObject({ detail, advice: [advice] });
    expect(await report('junit.xml')).toContain(
      `<failure message="${detail.replaceAll('\n', '&#10;')}">À faire : ${advice}</failure>`,
    );
    expect(await report('md')).toContain(`échouée (${detail.replaceAll('\n', ' — ')})`);
    expect(await report('md')).toContain(`À faire pour La base répond \`base\` : ${advice}`);
  });
});

test('a warning of a command that ended as expected is not its failure', async () => {
  place = await openPlace();
  await place.write(
    'a.md',
    page('a', [step('check="base"', 'echo "error: rien" >&2; echo 2'), output('base', '1')].join('\n')),
  );
  expect((await place.runbook('run', 'a.md')).stdout).toMatch(/✗ échouée en .* : La ligne attendue « 1 »/);
});

test('a secret in it is masked', async () => {
  place = await openPlace(`${localTarget}    secrets: { MOT: { file: secret } }\n`);
  const file = await place.write('secret', 'yoghourt-99-vanille\n');
  await chmod(file, 0o600);
  const variables = '  variables:\n    MOT: { description: Un secret, secret: true }\n';
  await place.write('a.md', page('a', step('check="base"', 'echo "error: refusé à $MOT" >&2; exit 1'), variables));
  const { stdout } = await place.runbook('run', 'a.md');
  expect(stdout).toContain('✗ error: refusé à ***\n');
  expect(stdout).not.toContain('yoghourt');
});

describe('what a command says of its failure', () => {
  const ownError = (text: string): string => {
    const error = collectOwnError();
    for (const character of text) error.add(character);
    return error.lines().join('\n');
  };

  test.each([
    ['its last line', 'un\ndeux\ntrois\nquatre\ncinq', 'cinq'],
    [
      'the first of the last lines that speaks of an error',
      'tar: x.tar: Cannot open: No such file\ntar: Error is not recoverable: exiting now\n',
      'tar: x.tar: Cannot open: No such file\ntar: Error is not recoverable: exiting now',
    ],
    [
      'what explains it below',
      'psql:<stdin>:1: ERROR:  relation "x" does not exist\nLINE 1: select * from x\n                      ^\n',
      'psql:<stdin>:1: ERROR:  relation "x" does not exist\nLINE 1: select * from x\n                      ^',
    ],
    [
      'an error that a line begins with, in French too',
      'Échec : la base est fermée\nLa suite est annulée\n',
      'Échec : la base est fermée\nLa suite est annulée',
    ],
    ['no word that only begins as one', 'errors.log est plein\nterrorisé\nfini', 'fini'],
    [
      'not the way to it',
      'Traceback (most recent call last):\n  File "error.py", line 1\n    raise Error\nValueError: non\n',
      'ValueError: non',
    ],
    ['the last state of a progress bar', '10 %\r50 %\rerror: coupé\r\n', 'error: coupé'],
    ['controls by their codes', 'error: \u001b]52;c;AAAA\u0007 \u202e', 'error:  <U+202E>'],
    ['blank lines aside', 'error: un\n\n  \n', 'error: un'],
    ['the beginning of a long line', `error: ${'x'.repeat(300)}`, `error: ${'x'.repeat(193)}…`],
    ['nothing', '\n', ''],
  ])('is %s', (_, text, said) => {
    expect(ownError(text)).toBe(said);
  });
});
