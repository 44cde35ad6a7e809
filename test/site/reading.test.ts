import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import { openBrowser } from './browser.ts';
import { pathsOf } from './pages.ts';
import { type StaticServer, serve } from './serve.ts';
import { type BuiltSite, buildSite, repository } from './site.ts';

const paths = await pathsOf(join(repository, 'content'));
const runbook = '/runbooks/restauration-complete/';

let site: BuiltSite;
let server: StaticServer;
let browser: Browser;

beforeAll(async () => {
  site = await buildSite(join(repository, 'content'));
  expect(site.log).toContain('Complete!');
  server = await serve(site.dist);
  browser = await openBrowser();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

const phone = { viewport: { width: 390, height: 844 } };
const desk = { viewport: { width: 1440, height: 900 } };

describe('reading', () => {
  test.for(paths)('%s has no sideways scroll on a phone nor on a desk', async (path) => {
    for (const screen of [phone, desk]) {
      await visit(path, screen, async (page) => {
        const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
        expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
      });
    }
  });

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
        expect(await step.locator('.step-number').innerText()).toMatch(
          /^(Étape \d+ sur \d+|Annulation de l’étape \d+)$/,
        );
        expect(await step.locator('.step-risk').innerText()).toMatch(
          /(Sans risque|Modifie|Destructif|Critique|Indéterminé, traité comme critique)$/,
        );
      }
      expect(await page.locator('.summary .command .code').innerText()).toBe(
        'npx runbook run restauration-complete --target bac-a-sable',
      );
    });
  });

  test('the first link of the home page leads to the complete restoration', async () => {
    await visit('/', phone, async (page) => {
      await page.locator('main .urgence a').first().click();
      await page.waitForURL(`**${runbook}`);
    });
  });
});

describe('searching', () => {
  test('a French word without its accents finds the page that has them, in a dialog that speaks French', async () => {
    await visit('/', desk, async (page) => {
      await page.keyboard.press('Control+K');
      const dialog = page.getByRole('dialog', { name: 'Rechercher' });
      await dialog.getByRole('textbox').fill('verifier la sante');
      await dialog.getByRole('link', { name: /santé/i }).first().waitFor();
      expect(await dialog.innerText()).toMatch(/\d+ résultats? pour « verifier la sante »/);
      await dialog.getByRole('textbox').fill('zzzzzz');
      await dialog.getByText('Aucun résultat pour « zzzzzz »').waitFor();
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
      for (const step of steps) {
        await page
          .locator(`#etape-${step.id}`)
          .getByRole('button', { name: /^Copier/ })
          .click();
        expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(step.text);
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
  test.for(paths)('%s has no accessibility violation, in light and in dark', async (path) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const screen of [phone, desk]) {
        await visit(path, { ...screen, colorScheme }, async (page) => {
          for (const details of await page.locator('main details').all())
            await details.evaluate((node) => node.setAttribute('open', ''));
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
        });
      }
    }
  });

  test.for(paths)('%s asks nothing of any other host and breaks no rule of its security policy', async (path) => {
    const elsewhere: string[] = [];
    const faults: string[] = [];
    await visit(path, desk, async (page) => {
      page.on('request', (request) => {
        if (!request.url().startsWith(`${server.url}/`) && !request.url().startsWith('data:'))
          elsewhere.push(request.url());
      });
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      await page.reload({ waitUntil: 'networkidle' });
      expect(await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')).not.toContain(
        'unsafe-inline',
      );
      await page.evaluate(() =>
        document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="document.title=1">'),
      );
      await page.waitForFunction(() => document.images.length > 0);
      expect(await page.title()).not.toBe('1');
    });
    expect(elsewhere).toEqual([]);
    expect(faults.filter((fault) => !/onerror|inline event handler|404/.test(fault))).toEqual([]);
  });
});

async function visit(
  path: string,
  options: BrowserContextOptions,
  action: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ locale: 'fr-FR', ...options });
  try {
    const page = await context.newPage();
    await page.goto(server.url + path);
    await action(page);
  } finally {
    await context.close();
  }
}

function isFocused(locator: ReturnType<Page['locator']>): Promise<boolean> {
  return locator.evaluate((node) => node === document.activeElement);
}
