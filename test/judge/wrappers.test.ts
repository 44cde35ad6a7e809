import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ALARMING, riskOf } from './context.ts';

const corpus = readFileSync(new URL('../fixtures/judge/wrappers.md', import.meta.url), 'utf8');
const WRAPPED = 'rm -rf /srv/media';
const wrappers = [...corpus.matchAll(/^- `(\w+)`: `` (.*) ``$/gmu)].map(
  ([, name = '', text = '']) => [name, text.replaceAll('⏎', '\n')] as const,
);

// Their command is only known when it runs, or is in a language that is not judged.
const CANNOT_BE_READ = new Set([
  'param',
  'printfv',
  'rd',
  'mapf',
  'perl',
  'awk',
  'vim',
  'make',
  'at',
  'cron',
  'gitalias',
  'tarck',
  'sshproxy',
]);

// Two wrappers cut the command after its first word: `rm \⏎ -rf …` and `${X:-rm} -rf …`.
function wrap(text: string, payload: string): string {
  const [first = '', ...rest] = payload.split(' ');
  return text
    .replaceAll(WRAPPED, payload)
    .replace(
      /\brm(\}| \\\n {2,})(\s*)-rf \/srv\/media/u,
      (_, between, space) => first + between + space + rest.join(' '),
    );
}

test('the corpus has its 70 wrappers', () => {
  expect(wrappers).toHaveLength(70);
  expect(wrappers.every(([, text]) => text.includes(WRAPPED.slice(3)))).toBe(true);
});

describe.each([
  WRAPPED,
  'dropdb korrigo',
  'psql -c "DROP TABLE copies"',
  'docker volume rm korrigo_media',
  '@db dropdb korrigo',
  '@redis redis-cli flushall',
])('%s is at least destructive', (payload) => {
  test.each(wrappers)('wrapped by %s', async (_name, text) => {
    expect(ALARMING).toContain(await riskOf(wrap(text, payload)));
  });
});

// Without this, answering "opaque" to everything would pass.
test.each(wrappers.filter(([name]) => !CANNOT_BE_READ.has(name)))(
  'a harmless command wrapped by %s is not',
  async (name, text) => {
    expect(ALARMING.includes(await riskOf(wrap(text, 'uname -sr'))), name).toBe(false);
  },
);
