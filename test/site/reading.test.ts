import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import { pathsOf } from './pages.ts';
import { repository } from './site.ts';
import { visitSite } from './visited-site.ts';

const paths = await pathsOf(join(repository, 'content'));
const runbook = '/runbooks/restauration-complete/';

const site = visitSite(join(repository, 'content'));

/** The clipboard is written after the click; a busy machine is slow, not wrong. */
const WRITTEN = { timeout: 120_000 };

const phone = { viewport: { width: 390, height: 844 } };
const RISK = /(Sans risque|Modifie|Destructif|Critique|Indéterminé, traité comme critique)$/;

const desk = { viewport: { width: 1440, height: 900 } };

describe('reading', () => {
  test('a command too long for a phone wraps between its words, and all of it can be seen', async () => {
    await visit(runbook, phone, async (page) => {
      const cut = await page.$$eval('.expressive-code .word', (words) =>
        words.filter((word) => word.getBoundingClientRect().right > window.innerWidth).map((word) => word.textContent),
      );
      expect(cut).toEqual([]);
    });
  });

  test('the page says in words what each step is and what it risks', async () => {
    await visit(runbook, phone, async (page) => {
      for (const step of await page.locator('.step').all()) {
        expect(await step.locator('.step-number').innerText()).toMatch(/^Étape \d+ sur \d+$/);
        expect(await step.locator('.step-risk').innerText()).toMatch(RISK);
      }
      expect(await page.locator('.summary .command .code').first().innerText()).toBe(
        'npx runbook run restauration-complete --target bac-a-sable',
      );
    });
  });

  test('in an emergency, each situation has its line, and its link leads to the page that loses the least', async () => {
    await visit('/', phone, async (page) => {
      const lines = await page.$$eval('main .urgence li', (items) =>
        items.map((item) => [
          item.textContent.replaceAll('\u00a0', ' ').trim(),
          ...Array.from(item.querySelectorAll('a'), (link) => link.getAttribute('href')),
        ]),
      );
      expect(lines).toEqual([
        [
          'Quelque chose ne va pas, sans savoir quoi : vérifier la santé. Rien n’est modifié, et la partie en cause est nommée.',
          '/runbooks/verification-sante/',
        ],
        [
          'Des copies manquent : vérifier les fichiers. Rien n’est modifié, et les fichiers qui manquent sont nommés.',
          '/runbooks/verification-sante/#les-fichiers',
        ],
        [
          'Des fichiers de copies manquent ou sont abîmés, la base est saine : restaurer les médias. Les notes et les corrections restent ; les copies numérisées depuis la sauvegarde quittent la plateforme.',
          '/runbooks/restauration-medias/',
        ],
        [
          'La base est perdue ou abîmée, les fichiers sont là : restaurer la base. Les fichiers restent ; ce qui a été saisi depuis la sauvegarde quitte la plateforme.',
          '/runbooks/restauration-base/',
        ],
        [
          'La base et les fichiers sont perdus tous les deux, et alors seulement : restaurer toute la plateforme. Tout ce qui a été saisi ou numérisé depuis la sauvegarde quitte la plateforme.',
          '/runbooks/restauration-complete/',
        ],
      ]);
      await page.locator('main .urgence li a').first().press('Enter');
      await page.waitForURL('**/runbooks/verification-sante/');
      expect(await page.getByText('Rien n’est détruit').count()).toBe(1);
    });
  });
});

describe('searching', () => {
  test('a French word without its accents finds the page that has them, in a dialog that speaks French', async () => {
    await visit('/', desk, async (page) => {
      await page.getByRole('button', { name: 'Rechercher', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Rechercher' });
      await dialog.getByPlaceholder('Rechercher').fill('verifier la sante');
      await dialog.getByRole('link', { name: /santé/i }).first().waitFor();
      expect(await dialog.innerText()).toMatch(/\d+ résultats? pour «.verifier la sante.»/);
      await dialog.getByPlaceholder('Rechercher').fill('qwxkjz');
      await dialog.getByText(/^Aucun résultat pour «.qwxkjz.»/).waitFor();
      expect(await dialog.innerText()).not.toMatch(/\b(Clear|Search|results?|Load|Cancel)\b/);
    });
  });
});

describe('copying', () => {
  test('the button puts the exact bytes of the step in the clipboard', async () => {
    const source = await readFile(join(repository, 'content/runbooks/restauration-complete.md'), 'utf8');
    const parsed = await parseRunbook(source, 'restauration-complete.md');
    const steps = parsed.runbook?.steps ?? [];
    expect(steps.length).toBeGreaterThan(0);
    await visit(runbook, { ...desk, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.$$eval('details.undo', (folds) => {
        for (const fold of folds) fold.setAttribute('open', '');
      });
      for (const step of steps) {
        await page
          .locator(`#etape-${step.id}`)
          .getByRole('button', { name: /^Copier/ })
          .click();
        await expect.poll(() => page.evaluate(() => navigator.clipboard.readText()), WRITTEN).toBe(step.text);
      }
    });
  });

  test.for([
    ['a phone', phone],
    ['a desk', desk],
  ] as const)('« Copié » moves nothing on %s, neither coming nor going', async ([, screen]) => {
    await visit(runbook, { ...screen, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      const tops = () =>
        page.$$eval('.step button', (buttons) =>
          buttons.map((button) => Math.round(button.getBoundingClientRect().top + window.scrollY)),
        );
      const before = await tops();
      for (const step of await page.locator('.step:visible').all()) {
        await step.getByRole('button', { name: /^Copier/ }).click();
        const told = step.getByText('Copié');
        await told.waitFor();
        expect(await tops()).toEqual(before);
        expect(await told.evaluate((node) => node.getBoundingClientRect().left)).toBeGreaterThan(0);
      }
    });
  });

  test('the keyboard alone reaches the button, presses it, and is told that it worked', async () => {
    await visit(runbook, { ...desk, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      const button = page
        .locator('.step')
        .first()
        .getByRole('button', { name: /^Copier/ });
      await page.locator('.step .step-number').first().focus();
      for (let presses = 0; presses < 10 && !(await isFocused(button)); presses++) await page.keyboard.press('Tab');
      expect(await isFocused(button)).toBe(true);
      await page.keyboard.press('Enter');
      await page.locator('.step').first().getByText('Copié').waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        await button.getAttribute('data-code').then((code) => code?.replaceAll('\u007f', '\n')),
      );
    });
  });
});

describe('every page', () => {
  test.for(paths)(
    '%s can be read by everyone, in the light and in the dark, without asking another host',
    async (path) => {
      const elsewhere: string[] = [];
      const faults: string[] = [];
      await visit('about:blank', { ...desk, colorScheme: 'light' }, async (page) => {
        page.on('request', (request) => request.url().startsWith(`${site.url}/`) || elsewhere.push(request.url()));
        page.on('console', (message) => {
          if (message.type() === 'error') faults.push(message.text());
        });
        await page.goto(site.url + path, { waitUntil: 'networkidle' });
        await page.$$eval('main details', (nodes) => {
          for (const node of nodes) node.setAttribute('open', '');
        });
        expect(await sidewaysScroll(page), 'a desk scrolls sideways').toBe(0);
        expect(await violations(page), 'in the light').toEqual([]);

        await page.setViewportSize(phone.viewport);
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
        expect(await sidewaysScroll(page), 'a phone scrolls sideways').toBe(0);
        expect(await violations(page), 'in the dark').toEqual([]);
      });
      expect(elsewhere).toEqual([]);
      // The only file that a page may miss is the page itself: the one that says so.
      expect(faults.filter((fault) => path !== '/404/' || !fault.includes('404'))).toEqual([]);
    },
  );

  test('a script that is not the site’s does not run', async () => {
    const faults: string[] = [];
    await visit('/', desk, async (page) => {
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'document.title = "changed"';
        document.body.append(script);
      });
      expect(await page.title()).not.toBe('changed');
    });
    expect(faults.join()).toMatch(/Content Security Policy/);
  });
});

async function violations(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
}

/** How many pixels of the page are out of sight on the right. */
function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function visit(
  path: string,
  options: BrowserContextOptions,
  action: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await site.browser.newContext({ locale: 'fr-FR', ...options });
  try {
    // A busy machine is slow, not wrong.
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    await page.goto(path.startsWith('/') ? site.url + path : path);
    await action(page);
  } finally {
    await context.close();
  }
}

function isFocused(locator: ReturnType<Page['locator']>): Promise<boolean> {
  return locator.evaluate((node) => node === document.activeElement);
}
