import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote, toBytes } from '../../runbook-runner/src/session/bytes.ts';
import { readDeclarations } from '../../runbook-runner/src/session/declarations.ts';

test('whatever bytes a value, an element or a key holds, they are read as bash has them', () => {
  const all = Array.from({ length: 255 }, (_, byte) => String.fromCharCode(byte + 1)).join('');
  const bytes = fc.oneof(
    fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((byte) => String.fromCharCode(byte)), minLength: 1 }),
    fc.string({
      unit: fc.constantFrom(...'"\'\\$`\n]=[(){} *@~#', toBytes('é'), toBytes('€'), 'declare -x A="1"\n', '\\n', "$'"),
      minLength: 1,
    }),
    fc.constant(all),
  );
  fc.assert(
    fc.property(bytes, bytes, bytes, (value, element, key) => {
      const read = readDeclarations(listed(value, element, key));
      expect(read?.get('S')?.values).toEqual([value]);
      expect(read?.get('L')?.values).toEqual([element, '3', value, '7']);
      expect(read?.get('M')?.values).toEqual([element, key]);
      expect([...(read?.keys() ?? [])]).toEqual(['S', 'L', 'M', 'EMPTY', 'NONE', 'X']);
    }),
    { numRuns: 60, examples: [[all, all, all]] },
  );
});

test('what has no value, an empty one, and attributes', () => {
  const read = readDeclarations('declare -ax A=()\ndeclare -A M\ndeclare -i N\ndeclare -- E=""\ndeclare -rx R="1"\n');
  expect([...(read ?? [])]).toEqual([
    ['A', { declaration: 'declare -ax A=()', flags: '-ax', values: [] }],
    ['M', { declaration: 'declare -A M', flags: '-A', values: [] }],
    ['N', { declaration: 'declare -i N', flags: '-i', values: [] }],
    ['E', { declaration: 'declare -- E=""', flags: '--', values: [''] }],
    ['R', { declaration: 'declare -rx R="1"', flags: '-rx', values: ['1'] }],
  ]);
});

test('a value that looks like a listing is a value, also as bash 5.0 writes it, over several lines', () => {
  const read = readDeclarations('declare -- A="1\ndeclare -x B=\\"2\\"\n"\ndeclare -- C="3"\n');
  expect([...(read ?? [])].map(([name, { values }]) => [name, ...values])).toEqual([
    ['A', '1\ndeclare -x B="2"\n'],
    ['C', '3'],
  ]);
});

test('a value of many megabytes is read', () => {
  const value = '\\"x\''.repeat(1_000_000);
  const array = `[0]="a" `.repeat(500_000);
  const read = readDeclarations(`declare -- A="${value}"\ndeclare -a B=(${array})\n`);
  expect(read?.get('A')?.values[0]).toHaveLength(3_000_000);
  expect(read?.get('B')?.values).toHaveLength(1_000_000);
});

test.each([
  'declare -- A="1',
  'declare -- A=1\n',
  'declare -- A="1" B="2"\n',
  'declare -a A=([0]="1" [1])\n',
  'declare -a A=([0]="1"\n',
  'declare -- A="1"',
  'A=1\n',
])('a listing that is not understood is none at all: %j', (listing) => {
  expect(readDeclarations(`declare -- BEFORE="1"\n${listing}`)).toBeNull();
});

/** What this machine's bash lists. */
function listed(value: string, element: string, key: string): string {
  const script = Buffer.from(
    [
      `S=${quote(value)} L=([3]=${quote(element)} [7]=${quote(value)}); declare -A M; K=${quote(key)}; M[$K]=${quote(element)}`,
      'EMPTY=; declare -i NONE; export X=1; declare -p S L M EMPTY NONE X',
    ].join('\n'),
    'latin1',
  );
  return execFileSync('bash', ['--noprofile', '--norc'], { input: script, env: { LC_ALL: 'C.UTF-8' } }).toString(
    'latin1',
  );
}
