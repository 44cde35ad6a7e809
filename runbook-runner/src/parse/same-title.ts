import type { Block } from './block.ts';
import type { Collector } from './collector.ts';
import type { Step } from './runbook.ts';

/** Advises against two steps of one name: a menu, a question and a report name each by it. `blocks` are those of `steps`. */
export function checkTitles(steps: readonly Step[], blocks: readonly Block[], collector: Collector): void {
  const byTitle = new Map<string, Step>();
  for (const [index, step] of steps.entries()) {
    // Nameless: two such have one id, which is said already.
    if (step.title === step.id) continue;
    const first = byTitle.get(step.title);
    if (first === undefined) byTitle.set(step.title, step);
    else collector.report('title-duplicated', placeOf(step, blocks[index]), says(step, first));
  }
}

function placeOf({ line, title }: Step, block: Block | undefined) {
  const given = block?.attributes.find(({ name }) => name === 'title');
  if (given) return { line, column: given.valueColumn, length: title.length };
  return { line, column: block?.fence.column ?? 1, length: block?.fence.marks.length ?? 1 };
}

function says({ title }: Step, first: Step) {
  return {
    message: `Cette étape s’appelle « ${title} », comme celle de la ligne ${first.line}.`,
    expected: 'un nom différent pour chaque étape : title="…", ou la phrase qui précède le bloc.',
    action: 'Donnez un title à l’une des deux, qui dise ce qu’elle a de particulier.',
  };
}
