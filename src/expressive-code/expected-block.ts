import type { Element } from 'astro-expressive-code/hast';
import { h } from 'astro-expressive-code/hast';
import type { PageStep, RunbookPage } from '../runbook/runbook-page.ts';
import { shortTitle } from '../runbook/titles.ts';
import { takeCopyButton } from './copy-button.ts';

/** What a step prints: to be compared, not to be pasted, so without a copy button. */
export function expectedBlock(page: RunbookPage, current: PageStep, code: Element, title: string): Element {
  takeCopyButton(code, '');
  const id = title === 'Sortie attendue' ? `sortie-${current.step.id}` : `sinon-${current.step.id}`;
  return h('div', { className: ['expected'], id, role: 'group', 'aria-labelledby': `${id}-titre` }, [
    h('p', { className: ['expected-title'], id: `${id}-titre` }, [
      `${title} — `,
      h('a', { href: `#${current.anchor}` }, shortTitle(page, current)),
    ]),
    code,
  ]);
}
