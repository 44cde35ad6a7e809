import type { Element } from 'astro-expressive-code/hast';
import { h } from 'astro-expressive-code/hast';
import { takeCopyButton } from './copy-button.ts';

/** A block that no one runs, and why. Often a fault to avoid: there is no button to copy it. */
export function exampleBlock(reason: string, code: Element): Element {
  takeCopyButton(code, '');
  return h('div', { className: ['example'], role: 'group', 'aria-label': 'Exemple' }, [
    h('p', { className: ['example-title'] }, [h('strong', 'Exemple — ne s’exécute pas. '), reason]),
    code,
  ]);
}
