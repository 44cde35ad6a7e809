import { describe, expect, test } from 'vitest';
import { DotenvError, parseDotenv } from '../../runbook-runner/src/targets/dotenv.ts';

/** What Compose would take for `V`: the last that is written. */
function read(text: string): string | null {
  const entry = parseDotenv(text).findLast(({ name }) => name === 'V');
  return entry?.kind === 'value' ? entry.value : (entry?.kind ?? null);
}

/** The cases of Compose's documentation, and what `docker compose config` of Compose 2.26.1 makes of the others. */
describe('a value is read as Docker Compose reads it', () => {
  test.each<[string, string]>([
    ['V=VAL', 'VAL'],
    ['V="VAL"', 'VAL'],
    ["V='VAL'", 'VAL'],
    ['V=VAL # comment', 'VAL'],
    ['V=VAL# not a comment', 'VAL# not a comment'],
    ['V="VAL # not a comment"', 'VAL # not a comment'],
    ['V="VAL" # comment', 'VAL'],
    ["V='$OTHER'", '$OTHER'],
    ["V='${OTHER}'", '${OTHER}'],
    [String.raw`V='Let\'s go!'`, "Let's go!"],
    [String.raw`V="{\"hello\": \"json\"}"`, '{"hello": "json"}'],
    [String.raw`V="some\tvalue"`, 'some\tvalue'],
    [String.raw`V='some\tvalue'`, String.raw`some\tvalue`],
    [String.raw`V=some\tvalue`, String.raw`some\tvalue`],
    ["V='SOME\nVALUE'", 'SOME\nVALUE'],
    ['export V=1', '1'],
    ['export\t V = "1"', '1'],
    ['V: 1', '1'],
    ['V : a=b', 'a=b'],
    ['  V = a b \t', 'a b'],
    ['V=a\u00a0', 'a'],
    ['V=1\r\nW=2\r\n', '1'],
    ['V="1"\r\n', '1'],
    ['\uFEFFV=a\uFEFF', 'a\uFEFF'],
    ['V=a\u2003\u3000', 'a'],
    ['# V=0\n\n  # V=3\nV=1', '1'],
    ['V= # c', '# c'],
    ['V=x\t# c', 'x\t# c'],
    ['V="a"#c', 'a'],
    ['V="a"b\n', 'a'],
    ['V=a"b"', 'a"b"'],
    ['V=`date`', '`date`'],
    ['V=', ''],
    ['V=\n W=1', ''],
    ['V=""', ''],
    ['V=1\nV=2', '2'],
    ['V.x=1\nV[0]=2\nV-y=3\n1é=4\nV=5', '5'],
    [String.raw`V="a\\nb\x\u00e9"`, String.raw`a\nb\x\u00e9`],
    [String.raw`V="\0123\101\08\0777\0"`, 'S\\101\\8\\777\\'],
    [String.raw`V="a\\"`, 'a\\'],
    [String.raw`V="a\\\"b"`, String.raw`a\"b`],
    [String.raw`V='a\\b'`, String.raw`a\\b`],
    ['V="a\\\nb"', 'a\\\nb'],
    ['V="$$a$$"', '$a$'],
    ['V=$${A}', '${A}'],
    [String.raw`V="\$A"`, '$A'],
  ])('%j', (text, value) => {
    expect(read(text)).toBe(value);
  });
});

test.each(['V=$A', 'V=a${A:-b}', 'V="a $A"', String.raw`V=\$A`, String.raw`V="\\$A"`, 'V=a$', 'V=a$1b', 'V=$$$A'])(
  'a value that Compose would replace, or may, is not guessed: %j',
  (text) => {
    expect(read(text)).toBe('interpolated');
  },
);

test.each(['V', 'V\nW=1', 'export V\n', 'V  \n'])(
  'a name without a value is one that Compose takes from its environment: %j',
  (text) => {
    expect(read(text)).toBe('inherited');
  },
);

test('a name that is not there has no value', () => {
  expect(read('# V=1\nexportV=1\nW=V\n')).toBe(null);
});

test('each entry says its line, whatever is above it', () => {
  const entries = parseDotenv('\n# c\nA="1\n2"\n\nB=3 # c\nC\nexport D=4\r\nE=5');
  expect(entries.map(({ name, line }) => `${name} ${line}`)).toEqual(['A 3', 'B 6', 'C 7', 'D 8', 'E 9']);
});

describe('where Compose would refuse the file it is refused, and nothing of it is quoted', () => {
  test.each<[string, number, string]>([
    ['V=1\n\nW="secret\n\n', 3, 'un guillemet ouvert n’est pas fermé'],
    [String.raw`V='secret\'`, 1, 'un guillemet ouvert n’est pas fermé'],
    ['V=1\nmot secret = 1', 2, 'un nom ne contient pas d’espace'],
    ['V=1\n%secret=1', 2, 'ce n’est ni une affectation (NOM=valeur), ni un commentaire'],
    ['V=1\n\uFEFFW=1', 2, 'ce n’est ni une affectation (NOM=valeur), ni un commentaire'],
    ['V=1\n=secret', 2, 'ce n’est ni une affectation (NOM=valeur), ni un commentaire'],
    ['V="1" "secret"\n', 1, 'ce n’est ni une affectation (NOM=valeur), ni un commentaire'],
  ])('%j', (text, line, why) => {
    const error = expectError(() => parseDotenv(text));
    expect([error.line, error.message]).toEqual([line, why]);
  });
});

function expectError(call: () => unknown): DotenvError {
  try {
    call();
  } catch (error) {
    if (error instanceof DotenvError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
