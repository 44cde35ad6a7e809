import type { Verdict } from '../judge/verdict.ts';
import type { Runbook, Step } from '../parse/runbook.ts';
import type { RuleId } from '../rules.ts';
import type { ShellScript } from './shell/script.ts';

/** Looks at one step; reports what is wrong with it. */
export type StepRule = (context: StepContext) => void;

export interface StepContext {
  readonly step: Step;
  readonly runbook: Runbook;
  readonly script: ShellScript;
  readonly verdict: Verdict;
  /** The names of the runbook's secret variables. */
  readonly secrets: ReadonlySet<string>;
  /** The script of every step, in the document's order. */
  readonly scripts: readonly ShellScript[];
  /** At an offset of the step's text. */
  readonly report: (rule: RuleId, offset: number, length: number, says: Sentences) => void;
  /** At the step's opening fence. */
  readonly reportFence: (rule: RuleId, says: Sentences) => void;
}

/** In French: what is wrong, what was expected, what to do. */
export interface Sentences {
  readonly message: string;
  readonly expected: string;
  readonly action: string;
}
