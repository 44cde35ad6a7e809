import type { Element, ElementContent } from 'astro-expressive-code/hast';
import { h } from 'astro-expressive-code/hast';
import { capital, formatDuration, kindWords, mayLoseData, riskWords } from '../../runbook-runner/src/index.ts';
import { riskData } from '../runbook/risk-data.ts';
import { anchorOf, type PageStep, type RunbookPage } from '../runbook/runbook-page.ts';
import { stepTitle } from '../runbook/titles.ts';
import { typeset } from '../runbook/words.ts';
import { takeCopyButton } from './copy-button.ts';

/** The frame of one step: who it is and what it may cost above the code, how it is run below. */
export function stepBlock(page: RunbookPage, current: PageStep, code: Element): Element {
  const { step, verdict, anchor } = current;
  const title = stepTitle(page, current);
  const copy = takeCopyButton(code, `Copier : ${title}`);
  const facts = runFacts(page, current);
  return h(
    'div',
    { className: ['step', `step-${step.kind}`], id: anchor, role: 'group', 'aria-labelledby': `${anchor}-titre` },
    [
      h('div', { className: ['step-head'], ...riskData(verdict.risk) }, [
        h('p', { className: ['step-title'], id: `${anchor}-titre` }, [
          h('a', { href: `#${anchor}`, className: ['step-number'] }, title),
          ...(step.kind === 'undo' ? [] : [h('span', { className: ['step-kind'] }, capital(kindWords[step.kind]))]),
        ]),
        h('p', { className: ['step-risk'], ...riskData(verdict.risk) }, [
          h('span', { className: ['sr-only'] }, 'Risque : '),
          capital(riskWords[verdict.risk]),
        ]),
      ]),
      ...dangerLines(current),
      code,
      h('div', { className: ['step-foot'] }, [
        h(
          'ul',
          { className: ['step-facts'] },
          facts.map((fact) => h('li', fact)),
        ),
        ...copy,
      ]),
    ],
  );
}

function dangerLines({ step, verdict }: PageStep): ElementContent[] {
  const lines: ElementContent[] = [];
  if (step.danger !== null) {
    lines.push(
      h('p', { className: ['step-danger'] }, [h('strong', 'Ce qui peut être perdu\u00a0: '), typeset(step.danger)]),
    );
  }
  if (mayLoseData(verdict.risk) && verdict.reasons.length > 0) {
    const reasons = verdict.reasons.map((reason) => h('li', `Ligne ${reason.line}\u00a0: ${typeset(reason.text)}`));
    lines.push(
      h('details', { className: ['step-reasons'], 'data-pagefind-ignore': '' }, [
        h('summary', 'Pourquoi ce risque'),
        h('ul', reasons),
      ]),
    );
  }
  return lines;
}

/** How the runner executes this step, where it differs from « once, until it ends, status 0 ». */
function runFacts(page: RunbookPage, { step }: PageStep): ElementContent[][] {
  const facts: ElementContent[][] = [[h('code', step.id)]];
  const of = 'of' in step && step.of !== null ? page.steps.find((other) => other.step.id === step.of) : undefined;
  if (of && step.kind === 'check') {
    facts.push([
      text('Dit si l’'),
      h('a', { href: `#${anchorOf(of.step.id)}` }, `étape ${of.number}`),
      text(' a eu lieu'),
    ]);
  }
  if (step.timeout !== null) facts.push([text(`Délai : ${typeset(formatDuration(step.timeout))}`)]);
  if (step.retry !== null) facts.push([text(`Réessayée pendant ${typeset(formatDuration(step.retry))}`)]);
  if (step.status !== 0) facts.push([text(`Code de retour attendu : ${step.status}`)]);
  if (step.idempotent) facts.push([text('Peut être relancée sans effet supplémentaire')]);
  if (step.interactive) facts.push([text('Demande une saisie au terminal')]);
  return facts;
}

function text(value: string): ElementContent {
  return { type: 'text', value };
}
