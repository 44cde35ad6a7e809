import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from '../test/site/browser.ts';
import { serve } from '../test/site/serve.ts';
import { buildSite } from '../test/site/site.ts';
import { guidedRun } from './captures/guided-run.ts';
import { terminalPage } from './captures/terminal-page.ts';

/**
 * Makes the pictures of docs/captures from the real things: the built site, a guided run on a sandbox of its own.
 * `npm run captures -- pages` makes those of the site alone.
 */
const repository = fileURLToPath(new URL('..', import.meta.url));
const WIDTHS = [1440, 390];
/** A step that verifies, the fold that renounces, a step that destroys. */
const AT = '#etape-plus-personne-n-ecrit';
const folder = join(repository, 'docs/captures');
await mkdir(folder, { recursive: true });

const browser = await openBrowser();
try {
  await capturePages();
  if (process.argv[2] !== 'pages') await captureTerminal();
} finally {
  await browser.close();
}

async function capturePages(): Promise<void> {
  const site = await buildSite(join(repository, 'content'));
  const server = await serve(site.dist);
  try {
    for (const width of WIDTHS) {
      const page = await browser.newPage({ viewport: { width, height: 1180 }, colorScheme: 'light', locale: 'fr-FR' });
      await page.goto(`${server.url}/runbooks/restauration-complete/${AT}`, { waitUntil: 'networkidle' });
      await page.screenshot({ path: join(folder, `page-${width}.png`) });
      await page.close();
    }
  } finally {
    await server.close();
    await site.remove();
  }
}

async function captureTerminal(): Promise<void> {
  const { screen, command } = await guidedRun(repository);
  const page = await browser.newPage({ viewport: { width: 1000, height: 600 }, deviceScaleFactor: 1.25 });
  await page.setContent(terminalPage(screen, command));
  await page.locator('main').screenshot({ path: join(folder, 'guided-run.png') });
  await page.close();
}
