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
        expect(await step.locator('.step-number').textContent()).toMatch(
          /^(Étape \d+ sur \d+|Renoncer après l’étape \d+)$/,
        );
        expect(await step.locator('.step-risk').textContent()).toMatch(
          /(Sans risque|Modifie|Destructif|Critique|Indéterminé, traité comme critique)$/,
        );
      }
      expect(await page.locator('.summary .command .code').innerText()).toBe(
        'npx runbook run restauration-complete --target bac-a-sable',
      );
    });
  });

  test('the home page leads each situation to the least destructive page, and to the complete restoration last', async () => {
    await visit('/', phone, async (page) => {
      const lines = await page
        .locator('main .urgence li')
        .evaluateAll((items) =>
          items.map((item) => [
            item.querySelector('strong')?.textContent,
            Array.from(item.querySelectorAll('a'), (link) => link.getAttribute('href')),
          ]),
        );
      expect(lines).toEqual([
        ['Quelque chose ne va pas, sans savoir quoi', ['/runbooks/verification-sante/']],
        ['Des copies manquent ou ne s’ouvrent plus', ['/runbooks/restauration-medias/']],
        ['La base est vide ou abîmée', ['/runbooks/restauration-base/']],
        ['Le serveur est perdu, ou la base et les copies à la fois', ['/runbooks/restauration-complete/']],
      ]);
      await page.locator('main .urgence li a').last().press('Enter');
      await page.waitForURL(`**${runbook}`);
    });
  });
});

describe.each(['restauration-base', 'restauration-complete', 'restauration-medias'])('giving up, in %s', (name) => {
  const read = async () => {
    const source = await readFile(join(repository, `content/runbooks/${name}.md`), 'utf8');
    const { runbook } = await parseRunbook(source, `${name}.md`);
    if (!runbook) throw new Error(`${name} is invalid`);
    return runbook.steps;
  };

  test('what is copied one after the other is the steps, and no undo among them', async () => {
    const course = (await read()).filter(({ kind }) => kind !== 'undo').map(({ text }) => text);
    await visit(`/runbooks/${name}/`, desk, async (page) => {
      const buttons = await page.locator('.step button[data-code]:visible').all();
      const copied = await Promise.all(buttons.map((button) => button.getAttribute('data-code')));
      expect(copied.map((code) => code?.replaceAll('\u007f', '\n'))).toEqual(course);
    });
  });

  test('each undo is folded under its own words, where the step it undoes is, with the text that introduces it', async () => {
    const steps = await read();
    await visit(`/runbooks/${name}/`, desk, async (page) => {
      for (const undo of steps.filter(({ kind }) => kind === 'undo')) {
        const fold = page.locator('details.undo', { has: page.locator(`#etape-${undo.id}`) });
        expect(await fold.getAttribute('open')).toBe(null);
        expect(await fold.locator('> summary').innerText()).toMatch(/^Renoncer après l’étape \d+\s+défait «.+»$/);
        await fold.locator('> summary').press('Enter');
        expect(await fold.locator('.code').allInnerTexts()).toEqual(undo.text.split('\n'));
        if (undo.prose) expect(await fold.innerText()).toContain(undo.prose.slice(0, 20));
      }
    });
  });

  test('on paper every undo is after the last step, unfolded', async () => {
    await visit(`/runbooks/${name}/`, desk, async (page) => {
      await page.emulateMedia({ media: 'print' });
      const tops = (selector: string) =>
        page.locator(selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
      const last = Math.max(...(await tops('.step:not(.step-undo), .expected')));
      const title = await tops('.undo-paper-title');
      const undos = await tops('.undo');
      expect(title).toHaveLength(1);
      expect(undos.every((top) => top > (title[0] ?? Infinity) && top > last)).toBe(true);
      expect(title[0]).toBeGreaterThan(last);
      expect(await page.locator('.step-undo pre').first().isVisible()).toBe(true);
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
      for (const step of steps) {
        if (step.kind === 'undo')
          await page
            .locator('details.undo', { has: page.locator(`#etape-${step.id}`) })
            .locator('> summary')
            .click();
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
  test.for(paths)(
    '%s can be read by everyone, in the light and in the dark, without asking another host',
    async (path) => {
      const elsewhere: string[] = [];
      const faults: string[] = [];
      await visit('about:blank', { ...desk, colorScheme: 'light' }, async (page) => {
        page.on('request', (request) => request.url().startsWith(`${server.url}/`) || elsewhere.push(request.url()));
        page.on('console', (message) => {
          if (message.type() === 'error') faults.push(message.text());
        });
        await page.goto(server.url + path, { waitUntil: 'networkidle' });
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
  const context = await browser.newContext({ locale: 'fr-FR', ...options });
  try {
    // A busy machine is slow, not wrong.
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    await page.goto(path.startsWith('/') ? server.url + path : path);
    await action(page);
  } finally {
    await context.close();
  }
}

function isFocused(locator: ReturnType<Page['locator']>): Promise<boolean> {
  return locator.evaluate((node) => node === document.activeElement);
}
