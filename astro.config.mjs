import { fileURLToPath } from 'node:url';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { checkContent } from './src/build/check-content.ts';
import { checkLinks } from './src/build/check-links.ts';
import { contentSecurityPolicy } from './src/build/content-security-policy.ts';
import { foldUndo } from './src/markdown/fold-undo.ts';
import { forgeLinks } from './src/markdown/forge-links.ts';
import { sidebar } from './src/sidebar.ts';

export default defineConfig({
  // Not in node_modules, which several copies of the site may share.
  cacheDir: '.astro/cache',
  integrations: [
    checkContent(),
    forgeLinks(),
    foldUndo(),
    starlight({
      title: 'Runbooks Korrigo',
      favicon: '/favicon.svg',
      // Ours is content/404.md.
      disable404Route: true,
      locales: { root: { label: 'Français', lang: 'fr' } },
      sidebar: sidebar(fileURLToPath(new URL('content', import.meta.url))),
      components: { MarkdownContent: './src/components/MarkdownContent.astro' },
      customCss: [
        './src/styles/theme.css',
        './src/styles/step.css',
        './src/styles/undo.css',
        './src/styles/summary.css',
        './src/styles/print.css',
      ],
      routeMiddleware: './src/route-data.ts',
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
    }),
    checkLinks(),
    contentSecurityPolicy(),
  ],
});
