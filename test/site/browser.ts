import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { ensurePackages } from '../../sandbox/packages.ts';

/** Debian's Chromium, which the tests install when it is missing. It asks nothing of the network by itself. */
export async function openBrowser(): Promise<Browser> {
  await ensurePackages(['chromium', 'fonts-dejavu-core']);
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
