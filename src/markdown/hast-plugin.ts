import type { AstroConfig } from 'astro';
import type { HastPluginDefinition } from 'satteri';

/** Adds a plugin to the Markdown engine of the site; `plugin` gets the path of each document. Runs before Starlight's. */
export function addHastPlugin(config: AstroConfig, plugin: (fileURL: URL) => HastPluginDefinition): void {
  const processor: unknown = config.markdown.processor;
  const options = (processor as { options?: { hastPlugins?: unknown } } | undefined)?.options;
  if (!Array.isArray(options?.hastPlugins)) throw new Error('Le moteur Markdown du site n’est plus Sätteri.');
  options.hastPlugins.unshift(({ fileURL }: { fileURL?: URL }) => fileURL && plugin(fileURL));
}
