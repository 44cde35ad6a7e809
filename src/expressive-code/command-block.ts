import type { Element } from 'astro-expressive-code/hast';
import { h } from 'astro-expressive-code/hast';
import { takeCopyButton } from './copy-button.ts';

/** A command that the site itself proposes, with the same button as a step, of this name. */
export function commandBlock(code: Element, copyName: string): Element {
  const copy = takeCopyButton(code, copyName);
  return h('div', { className: ['command'] }, [code, h('div', { className: ['step-foot'] }, copy)]);
}
