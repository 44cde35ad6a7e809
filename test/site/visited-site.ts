import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { openBrowser } from './browser.ts';
import type { StaticServer } from './serve.ts';
import { serve } from './serve.ts';
import type { BuiltSite } from './site.ts';
import { buildSite } from './site.ts';

/** Builds the site of these documents before the tests of a file, serves it and opens a browser; ends all three after. */
export function visitSite(...content: readonly string[]): VisitedSite {
  let site: BuiltSite | undefined;
  let server: StaticServer | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    site = await buildSite(...content);
    expect(site.log).toContain('Complete!');
    server = await serve(site.dist);
    browser = await openBrowser();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await site?.remove();
  });
  return {
    get url() {
      return (server as StaticServer).url;
    },
    get browser() {
      return browser as Browser;
    },
  };
}

/** To be read in a test, not before. */
export interface VisitedSite {
  /** Without a trailing slash. */
  readonly url: string;
  readonly browser: Browser;
}
