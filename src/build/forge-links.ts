import { dirname, join, relative } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

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
        const processor: unknown = config.markdown.processor;
        pluginsOf(processor).unshift(
          ({ fileURL }: { fileURL?: URL }) => fileURL && rewrite(content, fileURLToPath(fileURL)),
        );
      },
    },
  };
}

function rewrite(content: string, file: string): HastPlugin {
  return {
    name: 'forge-links',
    element: {
      filter: ['a'],
      visit(node: Link, context: Context) {
        const href = node.properties?.['href'];
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

function pluginsOf(processor: unknown): unknown[] {
  const options = (processor as { options?: { hastPlugins?: unknown } } | undefined)?.options;
  if (!Array.isArray(options?.hastPlugins)) throw new Error('Le moteur Markdown du site n’est plus Sätteri.');
  return options.hastPlugins;
}

interface Link {
  readonly properties?: Readonly<Record<string, unknown>>;
}

interface Context {
  readonly setProperty: (node: Link, name: string, value: string) => void;
}

/** The part of Sätteri's plugin interface used here. */
interface HastPlugin {
  readonly name: string;
  readonly element: { readonly filter: string[]; visit(node: Link, context: Context): void };
}
