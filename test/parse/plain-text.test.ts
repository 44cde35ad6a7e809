import { expect, test } from 'vitest';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import { page } from '../support/runbook-cli.ts';

test('what an operator reads above a step has no mark of Markdown left, and keeps its lists', async () => {
  const { runbook } = await parseRunbook(
    page(
      'notice',
      `La copie est **ailleurs** : lisez
[la page](/copies/) d’abord, et \`df -h\`.

<!-- à revoir -->

1. Vérifiez *la place*.
2. Prévenez :
   - le principal ;
   - la vie scolaire.

> Une remarque, \\*telle quelle\\*.

\`\`\`bash check="place"
true
\`\`\``,
    ),
    'notice.md',
  );
  expect(runbook?.steps[0]?.prose).toBe(`La copie est ailleurs : lisez la page d’abord, et df -h.

1. Vérifiez la place.
2. Prévenez :
   - le principal ;
   - la vie scolaire.

Une remarque, *telle quelle*.`);
});
