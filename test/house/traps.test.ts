import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const NUMBERS = { A: 12, B: 10, C: 7 };

const lines = readFileSync('docs/traps.md', 'utf8').matchAll(/^\| ([A-C]\d+)\. (.+) \| (.+) \| (.+) \|$/gm);
const traps = [...lines].map(([, name = '', , against = '', tests = '']) => ({ name, against, tests }));

test('each trap has its line', () => {
  const all = Object.entries(NUMBERS).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
  );
  expect(traps.map(({ name }) => name)).toEqual(all);
});

describe.each(traps)('$name', ({ against, tests }) => {
  test('the tests that stand against it are there, under the title that is said', () => {
    const said = tests.split(/(?<=`), (?=`)/).map((one) => /^`([^›`]+) › (.+)`$/.exec(one)?.slice(1) ?? [one, '']);
    expect(said.filter(([file = '', title = '']) => !hasTitle(file, title))).toEqual([]);
  });

  test('so are the rules of check', () => {
    const [, rules = ''] = /\brules? ((`[a-z-]+`(, )?)+)/.exec(against) ?? [];
    const names = [...rules.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);
    expect(names.filter((name) => !existsSync(`test/fixtures/invalid/${name}.md`))).toEqual([]);
  });
});

/** As a test, or what holds several, is called in its source. */
function hasTitle(file: string, title: string): boolean {
  return existsSync(file) && title !== '' && readFileSync(file, 'utf8').includes(`'${title}',`);
}
