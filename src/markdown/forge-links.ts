import { dirname, join, relative } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { HastPluginDefinition } from 'satteri';
import { addHastPlugin } from './hast-plugin.ts';

/**
 * Lets a page link to another by its file (`./runbooks/sauvegarde-base.md#…`), so that the same link works on the
 * site and where the sources are read: a forge, or an editor when the site itself is down.
 */
export function forgeLinks(): AstroIntegration {
  return {
    name: 'forge-links',
    hooks: {
      'astro:config:setup': ({ config }) => {
        const content = fileURLToPath(new URL('content/docs', config.srcDir));
        addHastPlugin(config, (fileURL) => rewrite(content, fileURLToPath(fileURL)));
      },
    },
  };
}

function rewrite(content: string, file: string): HastPluginDefinition {
  return {
    name: 'forge-links',
    element: {
      filter: ['a'],
      visit(node, context) {
        const { href } = node.properties;
        const parts =
          typeof href === 'string'
            ? /^(?![a-z]+:|\/|#)(?<path>[^#]+)\.md(?<hash>#.*)?$/i.exec(href)?.groups
            : undefined;
        if (!parts?.['path']) return;
        const target = relative(content, join(dirname(file), parts['path'])).replace(/(^|\/)index$/, '');
        context.setProperty(node, 'href', `/${target}${target && '/'}${parts['hash'] ?? ''}`);
      },
    },
  };
}
