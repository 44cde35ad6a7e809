import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDocuments } from '../../runbook-runner/src/parse/find-documents.ts';
import type { Parsed } from '../../runbook-runner/src/parse/parse-runbook.ts';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import { runbookText } from './generated-runbook.ts';

/** How many documents are generated; the campaign before a release takes thousands. */
const runs = Number(process.env['ENGINE_RUNS'] ?? 300);

describe('Sätteri and remark read the same runbook', async () => {
  const documents = await findDocuments(['content', 'test/fixtures']);

  test.each(documents)('in %s', async (file) => {
    await expectSame(await readFile(file, 'utf8'), file);
  });

  test('in generated documents', async () => {
    await fc.assert(
      // The runbook only: on a document that both refuse, the problems may differ by a line (Sätteri cuts an indented
      // block in two where it holds a fence mark).
      fc.asyncProperty(runbookText, async (source) => {
        const [satteri, remark] = await both(source, 'genere.md');
        expect(satteri.runbook).toEqual(remark.runbook);
      }),
      { numRuns: runs },
    );
  });
});

test('what runs is what the file says: the bytes of its lines', async () => {
  let steps = 0;
  const sources = await Promise.all(
    (await findDocuments(['content', 'test/fixtures'])).map((file) => readFile(file, 'utf8')),
  );
  for (const source of [...sources, ...fc.sample(runbookText, runs)]) {
    const { runbook } = await parseRunbook(source, 'page.md');
    const lines = source.split('\n');
    for (const { text, line, textLine } of runbook?.steps ?? []) {
      expect(textLine).toBe(line + 1);
      expect(lines.slice(line, line + text.split('\n').length).join('\n')).toBe(text);
      expect(lines[line + text.split('\n').length]).toMatch(/^ {0,3}[`~]{3,}\s*$/);
      steps++;
    }
  }
  expect(steps).toBeGreaterThan(100);
});

async function expectSame(source: string, file: string): Promise<void> {
  const [satteri, remark] = await both(source, file);
  expect(satteri).toEqual(remark);
}

async function both(source: string, file: string): Promise<readonly [Parsed, Parsed]> {
  return [await parseRunbook(source, file, 'satteri'), await parseRunbook(source, file, 'remark')];
}
