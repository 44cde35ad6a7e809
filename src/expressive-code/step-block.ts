import type { Element } from 'astro-expressive-code/hast';
import { h } from 'astro-expressive-code/hast';
import { capital, kindWords } from '../../runbook-runner/src/index.ts';
import { riskAttributes } from '../runbook/risk-attributes.ts';
import type { PageStep, RunbookPage } from '../runbook/runbook-page.ts';
import { stepName, stepTitle } from '../runbook/titles.ts';
import { typeset } from '../runbook/words.ts';
import { takeCopyButton } from './copy-button.ts';
import { stepFoot } from './step-foot.ts';
import { riskLabel, whatMayBeLost } from './step-risk.ts';

/** The card of one step: who it is and what it may cost above the code, how it is run below. */
export function stepBlock(page: RunbookPage, current: PageStep, code: Element): Element {
  const { step, verdict, anchor } = current;
  const title = stepTitle(page, current);
  const name = stepName(current);
  const copy = takeCopyButton(code, `Copier : ${title}`);
  return h(
    'div',
    {
      className: ['step'],
      id: anchor,
      role: 'group',
      'aria-labelledby': `${anchor}-titre`,
      ...riskAttributes(verdict.risk),
    },
    [
      h('div', { className: ['step-head'] }, [
        h('p', { className: ['step-title'], id: `${anchor}-titre` }, [
          h('a', { href: `#${anchor}`, className: ['step-number'] }, title),
          ...(name === null ? [] : [h('span', { className: ['step-name'] }, typeset(name))]),
          h('span', { className: ['step-kind'] }, capital(kindWords[step.kind])),
        ]),
        riskLabel(verdict),
      ]),
      ...whatMayBeLost(current),
      isCopy(page, current) ? folded(step.text, code) : code,
      stepFoot(page, current, copy),
    ],
  );
}

function isCopy({ runbook }: RunbookPage, { step }: PageStep): boolean {
  return runbook.copies.some(({ step: id }) => id === step.id);
}

/** The text of a tool is the same on several pages and read once: its card shows what it does, and opens. */
function folded(text: string, code: Element): Element {
  const lines = text.split('\n').length;
  return h('details', { className: ['step-text'] }, [h('summary', `Lire ses ${lines} lignes`), code]);
}
