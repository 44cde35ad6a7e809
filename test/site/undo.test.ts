import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import type { Step } from '../../runbook-runner/src/parse/runbook.ts';
import { repository } from './site.ts';
import { visitSite } from './visited-site.ts';

const content = join(repository, 'content');
const fixture = join(repository, 'test/fixtures/site/undo');
const restorations = ['restauration-base', 'restauration-medias', 'restauration-complete'];

const site = visitSite(content, fixture);

describe.for(restorations)('%s', (name) => {
  test('who copies each card after the other copies the steps of the course, and undoes none', async () => {
    const steps = (await stepsOf(name)).filter(({ kind }) => kind !== 'undo');
    await visit(name, async (page) => {
      const course = page.locator('.sl-markdown-content');
      expect(await visibleNames(course.getByRole('button', { name: /^Copier/ }))).toEqual(
        steps.map((_, index) => `Copier : Étape ${index + 1} sur ${steps.length}`),
      );
      expect(
        await course
          .getByText(/^Pour (renoncer|revenir)/)
          .filter({ visible: true })
          .count(),
      ).toBe(0);
    });
  });

  test('renouncing is folded after its step; the keyboard opens it, and it copies exactly its text', async () => {
    const steps = await stepsOf(name);
    const numbered = steps.filter(({ kind }) => kind !== 'undo').map(({ id }) => id);
    await visit(name, async (page) => {
      const folds = await page.locator('details.undo').all();
      const undos = steps.filter(({ kind }) => kind === 'undo');
      expect(folds.length).toBe(undos.length);
      for (const [index, fold] of folds.entries()) {
        const undo = undos[index] as Extract<Step, { kind: 'undo' }>;
        const summary = fold.locator('> summary');
        const title = `Renoncer après l’étape ${numbered.indexOf(undo.of) + 1}`;
        expect(await summary.innerText()).toBe(title);
        await summary.focus();
        await page.keyboard.press('Enter');
        await fold.getByRole('button', { name: `Copier : ${title}`, exact: true }).click();
        // Written after the click; a busy machine is slow, not wrong.
        const copied = () => page.evaluate(() => navigator.clipboard.readText());
        await expect.poll(copied, { timeout: 120_000 }).toBe(undo.text);
        expect(
          await fold
            .getByText(/^Pour (renoncer|revenir)/)
            .first()
            .isVisible(),
        ).toBe(true);
        expect(await fold.locator('.step-risk').innerText()).toMatch(
          /^Risque :\s+(Modifie|Destructif|Critique|Indéterminé, traité comme critique)$/,
        );
      }
    });
  });

  test('on paper, renouncing is the last section, in full, and the course says where it is', async () => {
    const undos = (await stepsOf(name)).filter(({ kind }) => kind === 'undo');
    await visit(name, async (page) => {
      await page.emulateMedia({ media: 'print' });
      const headings = page.locator('.sl-markdown-content').getByRole('heading', { level: 2 });
      const sections = await Promise.all((await headings.all()).map(async (one) => ({ top: await top(one), one })));
      const last = sections.sort((a, b) => a.top - b.top).at(-1);
      expect(await last?.one.innerText()).toBe('Renoncer');
      for (const undo of undos) {
        const block = page.locator(`#etape-${undo.id}`);
        expect(await top(block)).toBeGreaterThan(last?.top ?? Number.POSITIVE_INFINITY);
        expect(await block.locator('.ec-line').last().isVisible()).toBe(true);
      }
      expect(await page.getByText('à la fin de cette page.').filter({ visible: true }).count()).toBe(undos.length);
    });
  });
});

test('a link to what undoes opens its fold', async () => {
  await visit('restauration-base', async (page) => {
    await page.locator('.summary-losses a[href="#etape-undo-basculer"]').click();
    expect(await page.locator('#etape-undo-basculer').isVisible()).toBe(true);
    expect(await page.locator('details.undo[open]').count()).toBe(1);
  });
});

test('a page that undoes nothing has no section for it on paper', async () => {
  await visit('sauvegarde-base', async (page) => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('heading', { name: 'Renoncer' }).count()).toBe(0);
  });
});

test('what only speaks of undoing is folded with it: its title, its text, its expected output', async () => {
  await visit('renoncer', async (page) => {
    const seen = await page.locator('.sl-markdown-content').innerText();
    expect(lines(seen).filter((line) => !/^(Copier|Section intitulée)/.test(line))).toEqual([
      'Une page d’essai.',
      'Créer',
      'Le dossier est créé.',
      'Étape 1 sur 3',
      'Le dossier est créé',
      'Action',
      'Risque :',
      'Modifie',
      'mkdir /tmp/essai',
      'creer',
      'Renoncer après l’étape 1',
      'Remplir',
      'Cette section commence par une annulation et continue.',
      'Étape 2 sur 3',
      'Cette section commence par une annulation et continue',
      'Action',
      'Risque :',
      'Modifie',
      'touch /tmp/essai/un',
      'remplir',
      'Renoncer après l’étape 2',
      'Ce texte appartient au déroulé.',
      'Étape 3 sur 3',
      'Ce texte appartient au déroulé',
      'Vérification',
      'Risque :',
      'Sans risque',
      'test -e /tmp/essai/un',
      'rempli',
    ]);
    const [first, second] = await page.locator('details.undo').all();
    expect(lines((await first?.evaluate((fold) => fold.textContent)) ?? '').join(' ')).toMatch(
      /Revenir en arrière.*peut être retiré.*Rien n’est perdu.*rmdir \/tmp\/essai.*Il ne reste rien.*Sortie attendue.*retiré/,
    );
    expect(await second?.evaluate((fold) => fold.textContent)).toMatch(/Le fichier est retiré\..*rm \/tmp\/essai\/un/s);
  });
});

async function stepsOf(name: string): Promise<readonly Step[]> {
  const { runbook } = await parseRunbook(await readFile(join(content, `runbooks/${name}.md`), 'utf8'), `${name}.md`);
  return runbook?.steps ?? [];
}

async function visibleNames(buttons: ReturnType<Page['locator']>): Promise<(string | null)[]> {
  return Promise.all((await buttons.filter({ visible: true }).all()).map((one) => one.getAttribute('aria-label')));
}

async function top(locator: ReturnType<Page['locator']>): Promise<number> {
  return (await locator.boundingBox())?.y ?? Number.NaN;
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

async function visit(name: string, action: (page: Page) => Promise<void>): Promise<void> {
  const context = await site.browser.newContext({
    locale: 'fr-FR',
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  try {
    // A busy machine is slow, not wrong.
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    await page.goto(`${site.url}/runbooks/${name}/`);
    await action(page);
  } finally {
    await context.close();
  }
}
