import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { MetaOptions } from 'astro-expressive-code';
import type { Element, Root } from 'astro-expressive-code/hast';
import { h } from 'astro-expressive-code/hast';
import type { HastPluginDefinition } from 'satteri';
import type { RunbookPage } from '../runbook/runbook-page.ts';
import { readRunbookPage } from '../runbook/runbook-page.ts';
import { stepTitle } from '../runbook/titles.ts';
import { typeset } from '../runbook/words.ts';
import { addHastPlugin } from './hast-plugin.ts';

/**
 * Folds what renounces to a step, so that who copies one card after the other does not undo what was just done.
 * The fold keeps its place in the text; print.css moves it to the end of the page, where `pointer` sends the reader.
 */
export function foldUndo(): AstroIntegration {
  return {
    name: 'fold-undo',
    hooks: {
      'astro:config:setup': ({ config }) => addHastPlugin(config, (fileURL) => folding(fileURLToPath(fileURL))),
    },
  };
}

function folding(file: string): HastPluginDefinition {
  return {
    name: 'fold-undo',
    async before(root, context) {
      const page = await readRunbookPage(file);
      if (page) context.setProperty(root, 'children', folded(root.children, page));
    },
  };
}

function folded(nodes: readonly Node[], page: RunbookPage): Node[] {
  const result: Node[] = [];
  let rest = nodes;
  for (;;) {
    const at = rest.findIndex((node) => attribute(node, 'undo') !== undefined);
    const id = `undo-${attribute(rest[at], 'undo')}`;
    const undo = page.steps.find(({ step }) => step.id === id);
    if (!undo) return [...result, ...rest];
    const { start, end } = around(rest, at, id);
    const title = stepTitle(page, undo);
    const summary = h('summary', { id: `${undo.anchor}-titre` }, title);
    const details = h('details', { className: ['undo'] }, summary);
    details.children.push(...(rest.slice(start, end) as Element[]));
    result.push(...rest.slice(0, start), pointer(title), details);
    rest = rest.slice(end);
  }
}

/**
 * What belongs to the undo at `at`: the text that the runner shows with it (from the block or the heading before it),
 * that heading when its section holds nothing else, and its expected output.
 */
function around(nodes: readonly Node[], at: number, id: string): { readonly start: number; readonly end: number } {
  const following = nodes.findIndex((node, index) => index > at && isBlock(node));
  const end = attribute(nodes[following], 'output') === id ? following + 1 : at + 1;
  let start = at;
  while (start > 0 && !isBlock(nodes[start - 1]) && !isHeading(nodes[start - 1])) start -= 1;
  const next = nodes.slice(end).find(({ type }) => type === 'element');
  const alone = isHeading(nodes[start - 1]) && (!next || isHeading(next));
  return { start: alone ? start - 1 : start, end };
}

/** On paper only, in the place of the fold. */
function pointer(title: string): Element {
  const text = `Pour renoncer ici : « ${title} », à la fin de cette page.`;
  return h('p', { className: ['undo-pointer'], 'data-pagefind-ignore': '' }, typeset(text));
}

/** Of the info string of a block. */
function attribute(node: Node | undefined, name: string): string | undefined {
  const code = isBlock(node) ? node.children[0] : undefined;
  const data: { readonly meta?: string } = (code?.type === 'element' && code.data) || {};
  return new MetaOptions(data.meta ?? '').getString(name);
}

function isBlock(node: Node | undefined): node is Element {
  return node?.type === 'element' && node.tagName === 'pre';
}

function isHeading(node: Node | undefined): boolean {
  return node?.type === 'element' && /^h[1-6]$/.test(node.tagName);
}

type Node = Root['children'][number];
