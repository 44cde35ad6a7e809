import type { Root } from 'mdast';
import type { Processor } from 'unified';
import { unified } from 'unified';

/**
 * The mdast of a document, with positions and its front matter as a `yaml` node.
 * Sätteri is the site's own parser and 24 times faster than remark; without an `engine` it is tried first and remark
 * takes over where its native binary cannot be loaded. Both give the same tree.
 */
export async function parseMarkdown(source: string, engine?: Engine): Promise<Root> {
  const processor = await processorOf(engine ?? 'default');
  return processor.parse(source);
}

export type Engine = 'satteri' | 'remark';

// Both engines are imported only when a document is read: starting the command must not pay for them.
const processors = new Map<Engine | 'default', Promise<MarkdownProcessor>>();

function processorOf(engine: Engine | 'default'): Promise<MarkdownProcessor> {
  let processor = processors.get(engine);
  if (!processor) {
    processor = load(engine);
    processors.set(engine, processor);
  }
  return processor;
}

async function load(engine: Engine | 'default'): Promise<MarkdownProcessor> {
  if (engine === 'remark') return remark();
  if (engine === 'satteri') return satteri();
  return satteri().catch(remark);
}

async function satteri(): Promise<MarkdownProcessor> {
  const { markdownToMdast } = await import('satteri');
  return unified()
    .use(function () {
      this.parser = (document) => markdownToMdast(document, { features: { frontmatter: true } }) as Root;
    })
    .freeze() as unknown as MarkdownProcessor;
}

async function remark(): Promise<MarkdownProcessor> {
  const [{ remark }, gfm, frontmatter] = await Promise.all([
    import('remark'),
    import('remark-gfm'),
    import('remark-frontmatter'),
  ]);
  return remark().use(gfm.default).use(frontmatter.default).freeze() as unknown as MarkdownProcessor;
}

type MarkdownProcessor = Processor<Root>;
