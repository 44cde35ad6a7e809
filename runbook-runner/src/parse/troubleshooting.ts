import type { Runbook } from './runbook.ts';

/** A paragraph of the page that begins with `**« an error text »**` and says what to do. */
export interface Advice {
  /** What an operator sees, on one line; `…` stands for any text. Matched in the output of a step that failed. */
  readonly symptom: string;
  /** The paragraph, as Markdown. */
  readonly text: string;
  readonly line: number;
}

/** The advice of the page whose error text is in `output`, each paragraph once. */
export function matchingAdvice(runbook: Runbook, output: string): readonly Advice[] {
  const lines = output.split('\n');
  const found = readAdvice(runbook.source).filter(({ symptom }) => lines.some((line) => holds(line, symptom)));
  return [...new Map(found.map((advice) => [advice.text, advice])).values()];
}

function holds(line: string, symptom: string): boolean {
  let from = 0;
  for (const part of symptom.split('…')) {
    const at = line.indexOf(part.trim(), from);
    if (at === -1) return false;
    from = at + part.trim().length;
  }
  return true;
}

function readAdvice(source: string): readonly Advice[] {
  const advice: Advice[] = [];
  const lines = source.split('\n');
  for (const [index, line] of lines.entries()) {
    // Several texts may share a paragraph: **« a »**, **« b »**.
    const bold = [...line.matchAll(/\*\*(«.*?»)\*\*/g)].map(([, text]) => text).join();
    if (!line.startsWith('**«')) continue;
    const end = lines.indexOf('', index);
    const text = lines.slice(index, end === -1 ? undefined : end).join('\n');
    for (const [, symptom = ''] of bold.matchAll(/«[\s\u00a0\u202f]*(.+?)[\s\u00a0\u202f]*»/g)) {
      advice.push({ symptom, text, line: index + 1 });
    }
  }
  return advice;
}
