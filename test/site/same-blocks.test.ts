import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import type { Runbook } from '../../runbook-runner/src/parse/runbook.ts';
import { repository } from './site.ts';
import { visitSite } from './visited-site.ts';

const awkward = join(repository, 'test/fixtures/site/awkward');
const runbooks = [...(await runbooksIn(join(repository, 'content'))), ...(await runbooksIn(awkward))];

const site = visitSite(join(repository, 'content'), awkward);

describe('a page shows and copies, byte for byte, what the runner would execute', () => {
  test('there are runbooks to compare, those of the site and one with difficult texts', () => {
    expect(runbooks.map(({ name }) => name)).toContain('runbooks/textes-difficiles');
    expect(runbooks.length).toBeGreaterThan(1);
  });

  test.for(runbooks)('$name', async ({ name, runbook }) => {
    const page = await site.browser.newPage();
    await page.goto(`${site.url}/${name}/`);
    const onPage = await page.$$eval('.expressive-code:has(.step, .undo-block, .expected, .example)', (blocks) =>
      blocks.map((block) => ({
        anchor: block.querySelector('.step, .undo-block')?.id ?? null,
        shown: Array.from(block.querySelectorAll('.ec-line .code'), (line) => line.textContent.replace(/\n$/, '')).join(
          '\n',
        ),
        copied: block.querySelector('[data-code]')?.getAttribute('data-code')?.replaceAll('\u007f', '\n') ?? null,
      })),
    );
    await page.close();
    expect(onPage).toEqual(blocksOf(runbook));
  });
});

test('the values that a page proposes are copied as a shell reads them, a list as an array', async () => {
  const page = await site.browser.newPage();
  await page.goto(`${site.url}/runbooks/textes-difficiles/`);
  const copied = await page.locator('.summary-by-hand + .summary-command [data-code]').getAttribute('data-code');
  await page.close();
  const assignments = copied?.replaceAll('\u007f', '\n') ?? '';
  const phrase = "PHRASE='l'\\''apostrophe, $HOME et `date`'";
  expect(assignments).toBe(`${phrase}\nCOLONNES=('a.b' 'a.c:$['\\''d'\\''].e')`);
  const { stdout } = await execa('bash', ['-c', `${assignments}\nprintf '<%s>' "$PHRASE" "\${COLONNES[@]}"`]);
  expect(stdout).toBe("<l'apostrophe, $HOME et `date`><a.b><a.c:$['d'].e>");
});

/** What the runner knows of a document's blocks, in the order of the file. */
function blocksOf(runbook: Runbook) {
  const steps = runbook.steps.map(({ id, text, line }) => ({ line, anchor: `etape-${id}`, shown: text, copied: text }));
  const outputs = runbook.steps
    .flatMap((step) => [step.expectation, step.kind === 'check' ? step.otherwise : null])
    .flatMap((output) => (output ? [{ line: output.line, anchor: null, shown: output.text, copied: null }] : []));
  const examples = runbook.examples.map(({ text, line }) => ({ line, anchor: null, shown: text, copied: null }));
  const blocks = [...steps, ...outputs, ...examples].sort((a, b) => a.line - b.line);
  return blocks.map(({ line: _, ...block }) => block);
}

async function runbooksIn(folder: string): Promise<{ readonly name: string; readonly runbook: Runbook }[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.md')).sort();
  const runbooks = [];
  for (const file of names) {
    const parsed = await parseRunbook(await readFile(join(folder, file), 'utf8'), file);
    expect(parsed.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    if (parsed.runbook) runbooks.push({ name: file.replace(/\.md$/, ''), runbook: parsed.runbook });
  }
  return runbooks;
}
