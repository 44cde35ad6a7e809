import { judgeSteps } from '../judge/judge-steps.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Collector } from '../parse/collector.ts';
import { collectProblems } from '../parse/collector.ts';
import type { Problem } from '../parse/problem.ts';
import type { Runbook, Step } from '../parse/runbook.ts';
import { dangerUnsaid, nothingVerified } from './rules/document.ts';
import { listMisread } from './rules/lists.ts';
import { emptyRoot, relativeDestructive } from './rules/paths.ts';
import { pgIsready, pgRestore, pipeIntoPsql, psql } from './rules/postgresql.ts';
import { risk } from './rules/risk.ts';
import { secretKept, secretShown, xtrace } from './rules/secrets.ts';
import { composeTerminal, curlFail, djangoCheck, needsTerminal, serviceEatsStdin } from './rules/services.ts';
import { backgroundJob, errexitOff, stateLost } from './rules/state.ts';
import { andOr, arithmeticStatus, hiddenStatus } from './rules/status.ts';
import { heredocUnclosed, syntax } from './rules/syntax.ts';
import { placeholder, readAndOverwrite, typographicCharacter } from './rules/text.ts';
import { checkReadsOwnStep, undefinedVariable, unusedVariables } from './rules/variables.ts';
import { readScript } from './shell/script.ts';
import type { StepContext, StepRule } from './step-rule.ts';

/**
 * The problems that only the meaning of the steps shows: shell syntax, risk, variables, secrets, known traps. Runs
 * nothing. Positions are those of the file, in its order.
 */
export async function checkRunbook(runbook: Runbook, options: CheckOptions = {}): Promise<readonly Problem[]> {
  const collector = collectProblems(runbook.file, runbook.source);
  const verdicts = await (options.judge ?? judgeSteps)(runbook.steps);
  // Read after that `await`: trees must not be held across it (docs/decisions/0008).
  const scripts = runbook.steps.map((step) => readScript(step.text));
  const secrets = new Set(runbook.variables.filter(({ secret }) => secret).map(({ name }) => name));
  for (const [index, step] of runbook.steps.entries()) {
    const [script, verdict] = [scripts[index], verdicts[index]];
    if (!script || !verdict) continue;
    const { report, reportFence } = reporters(step, collector);
    const context: StepContext = { step, runbook, script, verdict, secrets, scripts, report, reportFence };
    // The rest of an unreadable text means nothing.
    for (const rule of script.errors.length > 0 ? [syntax] : rules) rule(context);
  }
  unusedVariables(runbook, collector);
  return collector.sorted();
}

export interface CheckOptions {
  /** Gives the verdicts on the steps, in their order; the judge of this package unless given. */
  readonly judge?: (steps: readonly Step[]) => Promise<readonly Verdict[]>;
}

const rules: readonly StepRule[] = [
  heredocUnclosed,
  risk,
  undefinedVariable,
  checkReadsOwnStep,
  listMisread,
  secretShown,
  secretKept,
  xtrace,
  relativeDestructive,
  emptyRoot,
  psql,
  pgRestore,
  pipeIntoPsql,
  pgIsready,
  serviceEatsStdin,
  composeTerminal,
  needsTerminal,
  curlFail,
  djangoCheck,
  stateLost,
  errexitOff,
  backgroundJob,
  hiddenStatus,
  arithmeticStatus,
  andOr,
  readAndOverwrite,
  placeholder,
  typographicCharacter,
  dangerUnsaid,
  nothingVerified,
];

function reporters(step: Step, collector: Collector): Pick<StepContext, 'report' | 'reportFence'> {
  return {
    report(rule, offset, length, says) {
      const before = step.text.slice(0, offset);
      const line = step.textLine + before.split('\n').length - 1;
      const column = offset - before.lastIndexOf('\n');
      // The caret stays on one line.
      const rest = step.text.slice(offset).split('\n', 1)[0]?.length ?? 1;
      collector.report(rule, { line, column, length: Math.max(1, Math.min(length, rest)) }, says);
    },
    reportFence(rule, says) {
      const length = collector.lines[step.line - 1]?.length ?? 1;
      collector.report(rule, { line: step.line, column: 1, length }, says);
    },
  };
}
