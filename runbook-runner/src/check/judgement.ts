import { parse } from 'unbash';
import type { JudgeContext } from '../judge/judge.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Step } from '../parse/runbook.ts';

/** The verdict on each step, none of them having run: values are unknown, functions are those of the steps before. */
export async function judgeSteps(steps: readonly Step[], given?: Judge): Promise<readonly Verdict[]> {
  const judge = given ?? (await import('../judge/judge.ts')).judge;
  const functions = new Map<string, string>();
  const verdicts: Verdict[] = [];
  for (const step of steps) {
    // The check knows no target: every @name may be one of its services.
    verdicts.push(await judge(step.text, { services: 'any', constants: new Map(), functions: new Map(functions) }));
    for (const { command } of parse(step.text).commands) {
      if (command.type === 'Function') functions.set(command.name.value, step.text.slice(command.pos, command.end));
    }
  }
  return verdicts;
}

export type Judge = (text: string, context: JudgeContext) => Promise<Verdict>;
