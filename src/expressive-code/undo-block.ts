import type { Element } from 'astro-expressive-code/hast';
import { h } from 'astro-expressive-code/hast';
import type { PageStep, RunbookPage } from '../runbook/runbook-page.ts';
import { stepName, stepTitle } from '../runbook/titles.ts';
import { typeset } from '../runbook/words.ts';
import { takeCopyButton } from './copy-button.ts';
import { stepFoot } from './step-foot.ts';
import { riskLabel, whatMayBeLost } from './step-risk.ts';

/** What undoes a step, inside the fold that bears its title: no number and no frame of a step. */
export function undoBlock(page: RunbookPage, current: PageStep, code: Element): Element {
  const { verdict, anchor } = current;
  const name = stepName(current);
  const copy = takeCopyButton(code, `Copier : ${stepTitle(page, current)}`);
  return h('div', { className: ['undo-block'], id: anchor, role: 'group', 'aria-labelledby': `${anchor}-titre` }, [
    ...(name === null ? [] : [h('p', { className: ['step-name'] }, typeset(name))]),
    riskLabel(verdict),
    ...whatMayBeLost(current),
    code,
    stepFoot(page, current, copy),
  ]);
}
