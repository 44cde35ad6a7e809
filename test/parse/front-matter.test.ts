import fc from 'fast-check';
import { expect, test } from 'vitest';
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

test('an alias that names nothing is said, as a fault of the front matter', async () => {
  const source = '---\ntitle: T\ndescription: D\nrunbook:\n  id: essai\n  owner: *a\n  reviewed: 2026-11-21\n---\n';
  const collector = collectProblems('page.md', source);
  expect(readFrontMatter(await parseMarkdown(source), collector)).toEqual({ kind: 'runbook', header: null });
  expect(collector.sorted()[0]?.message).toBe(
    'Un alias de l’en-tête ne peut pas être suivi (Unresolved alias (the anchor must be set before the alias): a).',
  );
});
