import type { Element, ElementContent } from 'astro-expressive-code/hast';
import { h } from 'astro-expressive-code/hast';
import type { Verdict } from '../../runbook-runner/src/index.ts';
import { capital, mayLoseData, riskWords } from '../../runbook-runner/src/index.ts';
import { riskAttributes } from '../runbook/risk-attributes.ts';
import type { PageStep } from '../runbook/runbook-page.ts';
import { typeset } from '../runbook/words.ts';

/** « Sans risque », « Destructif »… */
export function riskLabel({ risk }: Verdict): Element {
  return h('p', { className: ['step-risk'], ...riskAttributes(risk) }, [
    h('span', { className: ['sr-only'] }, 'Risque : '),
    capital(riskWords[risk]),
  ]);
}

/** What the author says may be lost, then, when data may be, the lines that the judge holds against the text. */
export function whatMayBeLost({ step, verdict }: PageStep): ElementContent[] {
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
