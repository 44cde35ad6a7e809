import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectProblems } from '../../runbook-runner/src/parse/collector.ts';
import { findDocuments } from '../../runbook-runner/src/parse/find-documents.ts';
import { readCarefully } from '../../runbook-runner/src/parse/front-matter-careful.ts';
import { readQuickly } from '../../runbook-runner/src/parse/front-matter-quick.ts';
import { parseMarkdown } from '../../runbook-runner/src/parse/markdown.ts';
import { frontMatterText } from './generated-front-matter.ts';
import { runbookText } from './generated-runbook.ts';

/** How many front matters are generated; the campaign before a release takes many more. */
const runs = Number(process.env['FRONT_MATTER_RUNS'] ?? 2000);

describe('a front matter that is read quickly reads the same carefully, and has no fault', async () => {
  const documents = await findDocuments(['content', 'test/fixtures']);

  test.each(documents)('in %s', async (file) => {
    for (const text of await frontMatters(await readFile(file, 'utf8'))) expectSame(text);
  });

  test('in generated documents', async () => {
    for (const source of fc.sample(runbookText, 300)) for (const text of await frontMatters(source)) expectSame(text);
  });

  test('in generated front matters', () => {
    const read = { page: 0, runbook: 0 };
    fc.assert(
      fc.property(frontMatterText, (text) => {
        const front = expectSame(text);
        if (front) read[front.kind] += 1;
      }),
      { numRuns: runs },
    );
    // Both kinds are read quickly often enough for the comparison to mean something.
    expect(Math.min(read.page, read.runbook)).toBeGreaterThan(runs / 20);
  });

  // Each is where the parsers part: without its guard, the quick reading would accept it.
  test.each([
    ['a key that is not a text', { other: ': -\n' }],
    ['a number that is too large', { owner: '1e999' }],
    ['a default that may lack its quotes', { preset: '1_000' }],
    ['an indented mark between documents', { before: ' ---\n' }],
    ['the end of a document', { before: '...  \n' }],
    ['a comment less indented than its value', { before: 'autre:\n#c\n  a\n' }],
    ['a text after the item of a list', { before: 'autre:\n- "a"b: c\n' }],
    ['a colon stuck to its value', { other: 'autre: { a # c\n  :b }\n' }],
    ['a character beyond Unicode', { description: '"\\U00110000"' }],
    ['an escaped line break before an empty line', { description: '"a\\\n\n  b"' }],
    ['a block that says its own indentation', { preset: '>1-\n            ' }],
    ['a very long key', { other: `${'k'.repeat(1100)}: a\n` }],
    ['a byte order mark', { before: '\n\ufeff`a: b\n' }],
    ['a tab', { other: 'autre: >\n  a\n\t\n' }],
    ['a tag', { preset: 'a\n  requires: !!map' }],
    ['an anchor', { other: 'autre: &a[b]\n' }],
    ['a repeated key', { other: 'title: Page\n' }],
  ] satisfies [string, Partial<Parts>][])('with %s', (_, parts) => {
    expectSame(runbookWith(parts));
  });

  test('of a runbook that has nothing awkward', () => {
    expect(expectSame(runbookWith({}))).toMatchObject({ kind: 'runbook', header: { title: 'Page' } });
  });
});

test('every runbook of the site is read quickly', async () => {
  for (const file of await findDocuments(['content/runbooks'])) {
    const [text = ''] = await frontMatters(await readFile(file, 'utf8'));
    expect(readQuickly(text), file).not.toBeNull();
  }
});

/** What `readFrontMatter` gives to the two readings. */
async function frontMatters(source: string): Promise<readonly string[]> {
  const { children } = await parseMarkdown(source.replace(/\r\n?/g, '\n'));
  return children.flatMap((node) => (node.type === 'yaml' ? [node.value] : []));
}

function expectSame(text: string) {
  const quick = readQuickly(text);
  if (!quick) return null;
  const collector = collectProblems('page.md', `---\n${text}\n---\n`);
  expect(readCarefully(text, collector)).toStrictEqual(quick);
  expect(collector.sorted()).toEqual([]);
  return quick;
}

function runbookWith({
  before = '',
  description = 'Texte',
  other = '',
  owner = 'essais',
  preset = 'a',
}: Partial<Parts>) {
  return `${before}title: Page
description: ${description}
${other}runbook:
  id: essai
  owner: ${owner}
  reviewed: 2026-11-21
  variables:
    NOM:
      description: Nom
      default: ${preset}`;
}

type Parts = Readonly<Record<'before' | 'description' | 'other' | 'owner' | 'preset', string>>;
