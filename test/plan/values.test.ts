import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openMachine } from '../../runbook-runner/src/machine/open-machine.ts';
import { readRunbook } from '../../runbook-runner/src/parse/read-runbook.ts';
import type { ScalarType, Variable } from '../../runbook-runner/src/parse/runbook.ts';
import { preparePlan } from '../../runbook-runner/src/plan/prepare-plan.ts';
import { refusal } from '../../runbook-runner/src/plan/values.ts';
import { readTargets } from '../../runbook-runner/src/targets/targets-file.ts';
import { page, step } from '../support/runbook-cli.ts';

const variable = (type: ScalarType, secret = false, proposed: string | null = null): Variable => ({
  name: 'V',
  description: 'Une valeur',
  type,
  default: proposed,
  secret,
  choices: null,
});

describe('a value fits its type, or is refused with the reason', () => {
  test.each<[ScalarType, string, string | null]>([
    ['path', '/var/backups', null],
    ['path', '/srv/./médias/../x y/', null],
    ['path', '..', null],
    ...['-rf', ' ', '\t', '/', '//', '///', '/./', '/..', '/srv/..', '/srv/../../'].map(
      (value): [ScalarType, string, string] => [
        'path',
        value,
        `V : « ${value} » n’est pas un chemin (ni vide, ni la racine du système, ni commençant par un tiret)`,
      ],
    ),
    ['path', '', 'V : «  » est vide'],
    ['column', 'exams_copy.pdf_source', null],
    ['column', '_a.B2:$', null],
    ['column', 'a.b:$.c[*].d ? (@ != "x:y")', null],
    ['column', 'a.b:$[0]', null],
    ...['a', 'a.b.c', 'a.', '1a.b', 'a-b.c', 'a.b:', 'a.b:pages', 'a.b:$pages', 'a.b: $.x', '"A".b', 'a.b;'].map(
      (value): [ScalarType, string, string] => [
        'column',
        value,
        `V : « ${value} » n’est pas une colonne (table.colonne, ou table.colonne:$.chemin.json)`,
      ],
    ),
    ['integer', '-12', null],
    ['integer', '1.5', 'V : « 1.5 » n’est pas un nombre entier'],
    ['url', 'https://korrigo.example/x', null],
    ['url', 'ftp://x', 'V : « ftp://x » n’est pas une adresse http ou https'],
    ['identifier', 'korrigo_2', null],
    [
      'identifier',
      'a;b',
      'V : « a;b » n’est pas un identifiant (lettre ou souligné, puis lettres, chiffres et soulignés, 63 au plus)',
    ],
    ['string', 'n’importe $(quoi) "ici"', null],
    ['string', '', 'V : «  » est vide'],
    ['string', 'a\nb', 'V : « a\nb » contient un saut de ligne ou un caractère nul'],
  ])('%s « %s »', (type, value, expected) => {
    expect(refusal(variable(type), value)).toBe(expected);
  });

  test('is empty only where the page itself proposes nothing', () => {
    expect(refusal(variable('string', false, ''), '')).toBe(null);
    expect(refusal(variable('string', false, 'x'), '')).toBe('V : «  » est vide');
  });

  test('a secret is never quoted', () => {
    expect(refusal(variable('integer', true), 'hunter22')).toBe('V : la valeur secrète n’est pas un nombre entier');
    expect(refusal(variable('string', true), 'hunter\0')).toBe('V : la valeur secrète contient un caractère nul');
  });

  test('a secret may have many lines, as keys do', () => {
    expect(refusal(variable('string', true), '-----BEGIN KEY-----\r\nabc\n-----END KEY-----')).toBe(null);
    expect(refusal(variable('path', true), '/a\n/b')).toBe(
      'V : la valeur secrète contient un saut de ligne ou un caractère nul',
    );
  });
});

test('each command that a target names for a value or a secret is executed once for a plan', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'values-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const once = (name: string) => `{ command: [sh, -c, "echo ${name} >> asked; echo ${name}-$(wc -l < asked)"] }`;
  const targets = join(folder, 'targets.yaml');
  writeFileSync(
    targets,
    `targets:
  ici:
    description: Un dossier d’essai.
    kind: local
    variables: { PORT: ${once('port')} }
    secrets: { JETON: ${once('jeton-secret')} }
`,
  );
  const declared = `  variables:
    PORT: { description: Le port, type: string }
    NOM: { description: Un nom, type: string }
    JETON: { description: Un jeton, secret: true }
`;
  const file = join(folder, 'a.md');
  writeFileSync(file, page('a', step('step="un"', 'true'), declared));
  const { runbook } = await readRunbook(file);
  const target = (await readTargets(targets)).get('ici');
  if (!runbook || !target) throw new Error('the runbook or the target of this test is invalid');
  const machine = openMachine(target, { env: process.env, sessions: join(folder, 'sessions') });
  const ask = async () => ({ value: 'moi', label: 'moi' });
  const plan = await preparePlan(runbook, target, new Map(), { machine, root: folder, env: process.env, ask });
  expect([...plan.values.variables]).toEqual([
    ['PORT', 'port-1'],
    ['NOM', 'moi'],
  ]);
  expect([...plan.values.secrets]).toEqual([['JETON', 'jeton-secret-2']]);
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('port\njeton-secret\n');
});
