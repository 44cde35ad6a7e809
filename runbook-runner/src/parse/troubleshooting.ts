import type { Runbook } from './runbook.ts';

/** A paragraph of the page that begins with `**« an error text »**` and says what to do. */
export interface Advice {
  /** What an operator sees; matched in the output of a step that failed. */
  readonly symptom: string;
  /** The paragraph, as Markdown. */
  readonly text: string;
  readonly line: number;
}

/** The advice of the page whose error text is in `output`. */
export function matchingAdvice(runbook: Runbook, output: string): readonly Advice[] {
  return readAdvice(runbook.source).filter(({ symptom }) => output.includes(symptom));
}

function readAdvice(source: string): readonly Advice[] {
  const advice: Advice[] = [];
  const lines = source.split('\n');
  for (const [index, line] of lines.entries()) {
    // Several texts may share a paragraph: « a », « b ».
    const [bold] = /^\*\*«.*?»\*\*/.exec(line) ?? [];
    if (bold === undefined) continue;
    const end = lines.indexOf('', index);
    const text = lines.slice(index, end === -1 ? undefined : end).join('\n');
    for (const [, symptom = ''] of bold.matchAll(/«[\s\u00a0\u202f]*(.+?)[\s\u00a0\u202f]*»/g)) {
      advice.push({ symptom, text, line: index + 1 });
    }
  }
  return advice;
}
