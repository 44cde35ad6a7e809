import type { Step } from '../parse/runbook.ts';
import type { JudgeContext, SessionFunctions } from './judge.ts';
import type { Verdict } from './verdict.ts';

/**
 * The verdict on each step, none of them having run: a function that a step defines is known to those after it, a
 * value that only a run will tell is not.
 * @param context of the first step. The check and the site know no target: every `@name` may be a service there.
 */
export async function judgeSteps(
  steps: readonly Step[],
  context: JudgeContext = { services: 'any', constants: new Map() },
): Promise<readonly Verdict[]> {
  judging ??= import('./judge.ts');
  const { judgeAfter } = await judging;
  let before: SessionFunctions | null = null;
  const verdicts: Verdict[] = [];
  for (const { text } of steps) {
    const { verdict, after }: Awaited<ReturnType<typeof judgeAfter>> = await judgeAfter(text, context, before);
    before = after;
    verdicts.push(verdict);
  }
  return verdicts;
}

// Asking for a loaded module again costs more than judging a short text.
let judging: Promise<typeof import('./judge.ts')> | undefined;
