import type { Element, ElementContent } from 'astro-expressive-code/hast';
import { h } from 'astro-expressive-code/hast';
import { formatDuration } from '../../runbook-runner/src/index.ts';
import type { PageStep, RunbookPage } from '../runbook/runbook-page.ts';
import { anchorOf } from '../runbook/runbook-page.ts';
import { typeset } from '../runbook/words.ts';

/** What stands below the code of a step: how it is run, and the button that copies it. */
export function stepFoot(page: RunbookPage, current: PageStep, copy: readonly Element[]): Element {
  const facts = runFacts(page, current).map((fact) => h('li', fact));
  return h('div', { className: ['step-foot'] }, [h('ul', { className: ['step-facts'] }, facts), ...copy]);
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
  if (step.timeout !== null) facts.push([text(typeset(`Délai : ${formatDuration(step.timeout)}`))]);
  if (step.retry !== null) facts.push([text(typeset(`Réessayée pendant ${formatDuration(step.retry)}`))]);
  if (step.status !== 0) facts.push([text(typeset(`Code de retour attendu : ${step.status}`))]);
  if (step.idempotent) facts.push([text('Peut être relancée sans effet supplémentaire')]);
  if (step.interactive) facts.push([text('Demande une saisie au terminal')]);
  return facts;
}

function text(value: string): ElementContent {
  return { type: 'text', value };
}
