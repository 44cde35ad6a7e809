import { readFile } from 'node:fs/promises';
import type { Runbook, Step, Verdict } from '../../runbook-runner/src/index.ts';
import { judgeSteps, parseRunbook } from '../../runbook-runner/src/index.ts';

/**
 * Reads a Markdown file as the runner does, and adds what its page shows: numbers, anchors and risks.
 * Null when the file has no `runbook:` front matter. Kept per file and text: a page asks once per block.
 */
export async function readRunbookPage(file: string): Promise<RunbookPage | null> {
  const source = await readFile(file, 'utf8');
  const known = pages.get(file);
  if (known?.source === source) return known.page;
  const page = describe(file, source);
  pages.set(file, { source, page });
  return page;
}

/** The anchor of a step on its page, without `#`. */
export function anchorOf(stepId: string): string {
  return `etape-${stepId}`;
}

const pages = new Map<string, { readonly source: string; readonly page: Promise<RunbookPage | null> }>();

async function describe(file: string, source: string): Promise<RunbookPage | null> {
  const { runbook } = await parseRunbook(source, file);
  if (!runbook) return null;
  const total = runbook.steps.filter((step) => step.kind !== 'undo').length;
  let number = 0;
  const steps: PageStep[] = [];
  const verdicts = await judgeSteps(runbook.steps);
  for (const [index, step] of runbook.steps.entries()) {
    const verdict = verdicts[index];
    if (!verdict) throw new Error(`${file} : l’étape « ${step.id} » n’a pas été jugée.`);
    steps.push({ step, verdict, anchor: anchorOf(step.id), number: step.kind === 'undo' ? null : ++number });
  }
  return { runbook, total, steps };
}

export interface RunbookPage {
  readonly runbook: Runbook;
  /** Steps of the normal course: annulations are not counted, as in the runner. */
  readonly total: number;
  readonly steps: readonly PageStep[];
}

export interface PageStep {
  readonly step: Step;
  readonly verdict: Verdict;
  readonly anchor: string;
  /** From 1; null for an annulation. */
  readonly number: number | null;
}
