import type { Element } from 'astro-expressive-code/hast';
import { h, selectAll } from 'astro-expressive-code/hast';

/**
 * Takes Expressive Code's copy button out of `code`, so that it never lies over the text it copies, and gives it
 * a visible word and a name of its own. Returns it, or nothing when there is none.
 */
export function takeCopyButton(code: Element, name: string): Element[] {
  const index = code.children.findIndex((child) => child.type === 'element' && hasClass(child, 'copy'));
  const [copy] = index < 0 ? [] : code.children.splice(index, 1);
  if (copy?.type !== 'element') return [];
  for (const button of selectAll('button', copy)) {
    delete button.properties.title;
    Object.assign(button.properties, { type: 'button', 'aria-label': name });
    button.children = [h('span', 'Copier')];
  }
  return [copy];
}

function hasClass(element: Element, name: string): boolean {
  const classes = element.properties.className;
  return Array.isArray(classes) && classes.includes(name);
}
