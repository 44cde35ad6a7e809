import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectProblems } from '../../runbook-runner/src/parse/collector.ts';
import { readFrontMatter } from '../../runbook-runner/src/parse/front-matter.ts';
import { parseMarkdown } from '../../runbook-runner/src/parse/markdown.ts';
import { frontMatterText } from './generated-front-matter.ts';

test('a front matter is that of a page, is read whole, or says what is wrong with it', async () => {
  const seen = { page: 0, read: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(frontMatterText, async (text) => {
      const source = `---\n${text}\n---\n`;
      const collector = collectProblems('page.md', source);
      const front = readFrontMatter(await parseMarkdown(source), collector);
      const kind = front.kind === 'page' ? 'page' : front.header ? 'read' : 'refused';
      seen[kind] += 1;
      if (kind === 'refused') expect(collector.hasErrors()).toBe(true);
    }),
    { numRuns: 1000 },
  );
  expect(Math.min(seen.page, seen.read, seen.refused)).toBeGreaterThan(20);
});

test('a key that is a list writes nothing to the terminal', async () => {
  const warned: Error[] = [];
  const listen = (warning: Error) => warned.push(warning);
  process.on('warning', listen);
  const source = '---\ntitle: T\ndescription: D\nautre: { [a]: b }\nrunbook:\n  id: essai\n---\n';
  readFrontMatter(await parseMarkdown(source), collectProblems('page.md', source));
  // Node tells a warning on the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', listen);
  expect(warned).toEqual([]);
});

/** Where YAML is easily misread: what is read must be what the library reads, or a problem. */
describe('an awkward front matter is read as YAML says, or refused', () => {
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
  ] satisfies [string, Partial<Parts>][])('with %s', async (_, parts) => {
    const source = `---\n${runbookWith(parts)}\n---\n`;
    const collector = collectProblems('page.md', source);
    const front = readFrontMatter(await parseMarkdown(source), collector);
    expect({
      kind: front.kind,
      header: front.kind === 'runbook' ? front.header : null,
      problems: collector.sorted().map(({ rule, line, column, message }) => `${rule} ${line}:${column} ${message}`),
    }).toMatchSnapshot();
  });
});

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
