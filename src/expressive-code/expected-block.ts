import type { Element } from 'astro-expressive-code/hast';
import { h } from 'astro-expressive-code/hast';
import type { PageStep, RunbookPage } from '../runbook/runbook-page.ts';
import { shortTitle } from '../runbook/titles.ts';
import { takeCopyButton } from './copy-button.ts';

/** The expected output of a step: to be compared, not to be pasted, so without a copy button. */
export function expectedBlock(page: RunbookPage, current: PageStep, code: Element): Element {
  takeCopyButton(code, '');
  const id = `sortie-${current.step.id}`;
  return h('div', { className: ['expected'], id, role: 'group', 'aria-labelledby': `${id}-titre` }, [
    h('p', { className: ['expected-title'], id: `${id}-titre` }, [
      'Sortie attendue — ',
      h('a', { href: `#${current.anchor}` }, shortTitle(page, current)),
    ]),
    code,
  ]);
}
