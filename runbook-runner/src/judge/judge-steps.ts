import type { Command } from 'unbash';
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
  judging ??= Promise.all([import('./judge.ts'), import('../shell-text/tree.ts')]);
  const [{ judge }, { shellTree }] = await judging;
  const functions = new Map(context.functions);
  const exported = new Set(context.exported);
  const verdicts: Verdict[] = [];
  for (const { text } of steps) {
    verdicts.push(await judge(text, { ...context, functions, exported }));
    for (const { command } of shellTree(text).commands) {
      if (command.type === 'Function') functions.set(command.name.value, text.slice(command.pos, command.end));
      if (command.type === 'Command') for (const name of exportedFunctions(command)) exported.add(name);
    }
  }
  return verdicts;
}

/** `export -f name…`, `declare -fx name…`. */
function exportedFunctions({ name, args }: Command): readonly string[] {
  const option = name?.value === 'export' ? /^-f$/u : /^-(fx|xf)$/u;
  const [first, ...names] = args.map(({ text }) => text);
  return /^(export|declare|typeset)$/u.test(name?.value ?? '') && option.test(first ?? '') ? names : [];
}

// Asking for a loaded module again costs more than judging a short text.
let judging: Promise<[typeof import('./judge.ts'), typeof import('../shell-text/tree.ts')]> | undefined;
