import type { Step } from '../parse/runbook.ts';
import type { JudgeContext } from './judge.ts';
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
  const { judgeInSession } = await judging;
  let { functions = new Map<string, string>(), exported = new Set<string>() } = context;
  const verdicts: Verdict[] = [];
  for (const { text } of steps) {
    const judged = await judgeInSession(text, { ...context, functions, exported });
    ({ functions, exported } = judged);
    verdicts.push(judged.verdict);
  }
  return verdicts;
}

// Asking for a loaded module again costs more than judging a short text.
let judging: Promise<typeof import('./judge.ts')> | undefined;
