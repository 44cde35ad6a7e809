import type { Element, ElementContent, Root, RootContent } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { matches, select } from 'hast-util-select';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import type { PageStep, RunbookPage } from './runbook-page.ts';
import { shortTitle } from './titles.ts';

/**
 * Folds each undo of a page, with the text that introduces it: who copies the cards one after the other must never run
 * one. A link to its anchor opens the fold, as browsers do for what is inside one.
 */
export function foldUndos(html: string, page: RunbookPage): string {
  const undos = page.steps.filter(({ step }) => step.kind === 'undo');
  if (undos.length === 0) return html;
  const tree = fromHtml(html, { fragment: true });
  for (const undo of undos) fold(tree, undo, page);
  return toHtml(tree);
}

function fold(tree: Root, undo: PageStep, page: RunbookPage): void {
  const end = tree.children.findIndex((node) => isElement(node) && select(`[id="${undo.anchor}"]`, node) !== undefined);
  if (end < 0) throw new Error(`« ${undo.step.id} » n’est pas dans sa page.`);
  let start = end;
  while (start > 0 && isProse(tree.children[start - 1] as RootContent)) start -= 1;
  const inside = tree.children.slice(start, end + 1) as ElementContent[];
  const first = !tree.children.some((node) => isElement(node) && matches('details.undo', node));
  tree.children.splice(start, end + 1 - start, ...(first ? [paperTitle()] : []), details(undo, page, inside));
}

/** Of the section that paper has at its end, where `print.css` brings the folds together. */
function paperTitle(): Element {
  return h('p', { className: ['undo-paper-title'], ariaHidden: 'true' }, 'Renoncer');
}

function details(undo: PageStep, page: RunbookPage, inside: readonly ElementContent[]): Element {
  const undone = page.steps.find(({ step }) => undo.step.kind === 'undo' && step.id === undo.step.of);
  const what = undone?.step.headings.at(-1);
  return h('details', { className: ['undo'] }, [
    h('summary', [
      h('span', [
        h('span', { className: ['undo-title'] }, shortTitle(page, undo)),
        ...(what ? [' ', h('span', { className: ['undo-what'] }, `défait «\u00a0${what}\u00a0»`)] : []),
      ]),
    ]),
    ...inside,
  ]);
}

/** What stands between the block before, or its heading, and the undo: the same text as the runner shows with it. */
function isProse(node: RootContent): boolean {
  if (!isElement(node)) return true;
  return !/^h[1-6]$/.test(node.tagName) && !matches('.sl-heading-wrapper, .expressive-code', node);
}

function isElement(node: RootContent): node is Element {
  return node.type === 'element';
}
