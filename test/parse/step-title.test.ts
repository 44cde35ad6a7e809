import { expect, test } from 'vitest';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import { page } from '../support/runbook-cli.ts';

/** What the only step is called, with this above its fence. */
async function nameAfter(above: string, info = 'check="place"'): Promise<string | undefined> {
  const { runbook } = await parseRunbook(page('notice', `${above}\n\n\`\`\`bash ${info}\ntrue\n\`\`\``), 'notice.md');
  return runbook?.steps[0]?.title;
}

test.each([
  ['its title, whatever is above', 'Une phrase.', 'check="place" title=" Regarder la place "', 'Regarder la place'],
  ['the last sentence', 'La base doit tourner. Le disque a **la place** :', undefined, 'Le disque a la place'],
  ['a sentence on two lines', 'Le disque\na la [place](/place/).', undefined, 'Le disque a la place'],
  ['a sentence that begins with a name in code', 'Deux outils. `df` dit la place.', undefined, 'df dit la place'],
  [
    'a sentence with an abbreviation',
    'Prévenez M. Martin (le proviseur, etc.) :',
    undefined,
    'Prévenez M. Martin (le proviseur, etc.)',
  ],
  ['a version', 'La version 1.10 est en place.', undefined, 'La version 1.10 est en place'],
  ['a question and its answer', 'Tout est prêt ? Alors lancez :', undefined, 'Alors lancez'],
  ['the paragraph before a comment', 'Regarder la place.\n\n<!-- à revoir -->', undefined, 'Regarder la place'],
  ['the heading when nothing stands between', 'Du texte.\n\n## Regarder *la place*', undefined, 'Regarder la place'],
  ['the id after a list', '## Place\n\nVoici.\n\n- une\n- deux', undefined, 'place'],
  ['the id after marks alone', '***', undefined, 'place'],
  ['characters that cannot be seen by their codes', 'La pla\u200bce.', undefined, 'La pla<U+200B>ce'],
])('a step is called by %s', async (_, above, info, name) => {
  expect(await nameAfter(above, info)).toBe(name);
});

test('a long sentence is cut at a word', async () => {
  const sentence = 'Le disque des sauvegardes a la place d’une archive aussi grosse que la base.';
  const name = await nameAfter(sentence);
  expect(name).toBe('Le disque des sauvegardes a la place d’une archive aussi…');
  expect(await nameAfter('é'.repeat(61))).toBe(`${'é'.repeat(59)}…`);
  expect(await nameAfter('é'.repeat(60))).toBe('é'.repeat(60));
});

test('a step right after the block of another has no sentence of its own', async () => {
  const body = 'La place.\n\n```bash step="un"\ntrue\n```\n\n```bash undo="un"\ntrue\n```';
  const { runbook } = await parseRunbook(page('notice', body), 'notice.md');
  expect(runbook?.steps.map(({ title }) => title)).toEqual(['La place', 'undo-un']);
});
