import { describe, expect, test } from 'vitest';
import { verdictOf } from './context.ts';

const loop = (name: string, words: string, body: string) => `for ${name} in ${words}; do ${body}; done`;
const nested = (names: string, words: string, body: string) =>
  [...names].reduceRight((inner, name) => loop(name, words, inner), body);

/** Short texts that mean very much, long ones, deep ones: some overflowed, some had no answer after half a minute. */
const TOO_MUCH: Readonly<Record<string, string>> = {
  'loops in loops': nested('abcd', 'x '.repeat(32), 'ls "$a"'),
  'deeper loops': nested('abcdefgh', 'x '.repeat(10), 'psql -c "select $a"'),
  'functions that call each other': 'f() { f; f; }; f',
  'functions that double their arguments': 'f() { g "$@" "$@"; }; g() { f "$@" "$@"; }; f x',
  'shells in shells': Array.from({ length: 9 }).reduce<string>(
    (text) => `bash -c '${text.replaceAll("'", "'\\''")}'`,
    'ls',
  ),
  'a line of very many words': `ls ${'x '.repeat(50_000)}`,
  'very many wrappers': `${'sudo '.repeat(20_000)}ls`,
  'very many commands': 'ls\n'.repeat(30_000),
  'a very long text': 'ls\n'.repeat(400_000),
  'a very long word': 'x'.repeat(1_000_000),
  'a sum of very many terms': `echo $((1${'+1'.repeat(50_000)}))`,
  'substitutions in substitutions': `echo ${'$(echo '.repeat(10_000)}x${')'.repeat(10_000)}`,
  'groups in groups': `${'{ '.repeat(10_000)}ls;${' }'.repeat(10_000)}`,
  'a sum of very many terms in SQL': `psql -c "select 1${'+1'.repeat(20_000)}"`,
  'a long union in SQL': `psql -c "select 1${' union select 1'.repeat(6000)}"`,
  'comments in comments in SQL': `psql <<'E'\n${'/*'.repeat(50_000)}\nE`,
  'parentheses in SQL': `psql -c "select ${'('.repeat(20_000)}1${')'.repeat(20_000)}"`,
};

describe('what would take too long to judge is opaque, and says so', () => {
  test.each(Object.entries(TOO_MUCH))('%s', async (_name, text) => {
    const { risk, reasons } = await verdictOf(text);
    expect(risk).toBe('opaque');
    expect(reasons[0]?.text).toMatch(/trop|Plus de|ne sait pas lire/iu);
  });
});

/** Values that would fill the memory are unknown, as if they came from a file. */
const GROWING: readonly string[] = [
  `a=ls\n${'a=$a$a\n'.repeat(40)}$a`,
  `a=ls\n${'a+="$a"\n'.repeat(40)}$a`,
  `a=(ls x)\n${'a=("${a[@]}" "${a[@]}")\n'.repeat(40)}"\${a[@]}"`,
  `set -- ls x\n${'set -- "$@" "$@"\n'.repeat(40)}"$@"`,
];

test.each(GROWING)('what grows without end is not known: %#', async (text) => {
  expect((await verdictOf(text)).risk).toBe('opaque');
});

test('a long step is judged all the same', async () => {
  const words = Array.from({ length: 20 }, (_, index) => index).join(' ');
  const loops = nested('abc', words, 'ls "/srv/$a/$b/$c"');
  const assignments = Array.from({ length: 2000 }, (_, index) => `v${index}=1`).join('\n');
  const data = `cat <<'FIN'\n${`${'x'.repeat(79)}\n`.repeat(1000)}FIN`;
  const elements = `a=(${'x '.repeat(400)})\nfor i in "\${a[@]}"; do ls "$i"; done`;
  for (const text of [loops, assignments, data, elements, 'ls -l | sort | uniq -c\n'.repeat(1000)])
    expect(await verdictOf(text)).toEqual({ risk: 'safe', reasons: [] });
});
