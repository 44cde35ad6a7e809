import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { selectAll, toText } from 'astro-expressive-code/hast';
import { parseHtml } from './parse-html.ts';

/**
 * Refuses to build when a page links to a page, a file or an anchor that is not there. The finished pages are read,
 * so that what the site adds to the text (the anchors of steps, the menu, the cards) is checked like the text itself.
 */
export function checkLinks(): AstroIntegration {
  let root = '';
  return {
    name: 'links',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root);
      },
      'astro:build:done': async ({ dir, logger }) => {
        const site = await readSite(fileURLToPath(dir));
        const broken = [...site.pages].flatMap(([path, page]) => brokenLinks(path, page, site));
        for (const link of broken) logger.error(await describe(link, root));
        if (broken.length === 0) return;
        const count = broken.length > 1 ? `${broken.length} liens brisés` : 'Un lien brisé';
        throw new Error(`${count} : le site n’est pas construit.`);
      },
    },
  };
}

async function readSite(folder: string): Promise<Site> {
  const names = (await readdir(folder, { recursive: true })).map((name) => `/${name.replaceAll('\\', '/')}`);
  const pages = new Map<string, Page>();
  for (const name of names.filter((path) => path.endsWith('.html'))) {
    const page = parseHtml(await readFile(join(folder, name), 'utf8'));
    const ids = new Set(selectAll('[id]', page).map(({ properties }) => String(properties.id)));
    const links = selectAll('a[href]', page).map((link) => ({
      href: String(link.properties.href),
      text: toText(link).trim(),
    }));
    pages.set(name.replace(/index\.html$/, ''), { ids, links });
  }
  return { files: new Set(names), pages };
}

function brokenLinks(path: string, page: Page, site: Site): BrokenLink[] {
  return page.links.flatMap((link) => {
    if (/^[a-z][a-z+.-]*:|^\/\//i.test(link.href)) return [];
    const { pathname, hash } = new URL(link.href, `http://site${path}`);
    const target = decodeURIComponent(pathname);
    const there = site.pages.get(target) ?? site.pages.get(`${target}/`) ?? site.pages.get(`${target}.html`);
    if (!there && !site.files.has(target)) return [{ path, link, why: `la page « ${target} » n’existe pas` }];
    const anchor = decodeURIComponent(hash.slice(1));
    if (!there || anchor === '' || there.ids.has(anchor)) return [];
    return [{ path, link, why: `la page « ${target} » n’a pas d’ancre « #${anchor} »` }];
  });
}

/** Names the place in the source where the link most likely is, so that an author need not search for it. */
async function describe({ path, link, why }: BrokenLink, root: string): Promise<string> {
  const name = path.replaceAll(/^\/|\/$|\.html$/g, '');
  for (const file of [`content/${name}.md`, `content/${name ? `${name}/` : ''}index.md`]) {
    const source = await readFile(join(root, file), 'utf8').catch(() => null);
    if (source !== null) return `${file}${placeOf(link, source)} lien brisé « ${link.href} » (${link.text}) : ${why}.`;
  }
  return `${path} lien brisé « ${link.href} » (${link.text}) : ${why}.`;
}

/** `:line:column` of the link with this text, when the source has one: a link of the menu is not in it. */
function placeOf(link: Link, source: string): string {
  for (const [line, text] of source.split('\n').entries()) {
    for (const { index } of text.matchAll(/\[/g)) {
      const label = text.slice(index + 1).replaceAll(/[`*_]/g, '');
      if (link.text !== '' && label.startsWith(`${link.text}]`)) return `:${line + 1}:${index + 1}`;
    }
  }
  return '';
}

interface Site {
  /** Paths from the site's root, with a leading slash. */
  readonly files: ReadonlySet<string>;
  readonly pages: ReadonlyMap<string, Page>;
}

interface Page {
  readonly ids: ReadonlySet<string>;
  readonly links: readonly Link[];
}

interface Link {
  readonly href: string;
  readonly text: string;
}

interface BrokenLink {
  readonly path: string;
  readonly link: Link;
  readonly why: string;
}
