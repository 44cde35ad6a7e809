import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Element } from 'astro-expressive-code/hast';
import { selectAll } from 'astro-expressive-code/hast';
import { parseHtml } from './parse-html.ts';

/**
 * Gives each built page a strict policy: only this site's files, and of what is inline exactly what was built.
 * Astro's own `security.csp` knows neither Starlight's inline scripts nor Expressive Code's style attributes, so the
 * hashes are taken from the finished pages. A page that the policy breaks is caught by the browser tests.
 */
export function contentSecurityPolicy(): AstroIntegration {
  return {
    name: 'content-security-policy',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const names = await readdir(folder, { recursive: true });
        for (const name of names.filter((path) => path.endsWith('.html'))) {
          const file = join(folder, name);
          await writeFile(file, protect(await readFile(file, 'utf8')));
        }
      },
    },
  };
}

/** Adds the policy as the first element of the page's head: it only governs what follows it. */
export function protect(html: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy(html)}">`;
  if (!html.includes('<head>')) throw new Error('Une page construite n’a pas d’élément <head> : pas de CSP possible.');
  return html.replace('<head>', () => `<head>${meta}`);
}

function policy(html: string): string {
  const page = parseHtml(html);
  const scripts = hashes(selectAll('script:not([src])', page).map(rawText));
  const styles = hashes(selectAll('style', page).map(rawText));
  const attributes = hashes(selectAll('[style]', page).map(({ properties }) => String(properties.style)));
  return [
    `default-src 'none'`,
    // Pagefind searches in WebAssembly.
    `script-src 'self' 'wasm-unsafe-eval' ${scripts}`,
    `style-src 'self' ${styles}`,
    `style-src-attr 'unsafe-hashes' ${attributes}`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

function hashes(texts: readonly string[]): string {
  const hash = (text: string) => createHash('sha256').update(text).digest('base64');
  return [...new Set(texts)].map((text) => `'sha256-${hash(text)}'`).join(' ');
}

/** Of a script or a style: its only child, as it is written. */
function rawText({ children: [child] }: Element): string {
  return child?.type === 'text' ? child.value : '';
}
