import { type Element, h } from 'astro-expressive-code/hast';

/** A block that no one runs, and why. */
export function exampleBlock(reason: string, code: Element): Element {
  return h('div', { className: ['example'], role: 'group', 'aria-label': 'Exemple' }, [
    h('p', { className: ['example-title'] }, [h('strong', 'Exemple — ne s’exécute pas. '), reason]),
    code,
  ]);
}
