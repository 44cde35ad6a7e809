// The public door: what another program may use. Everything that may go wrong throws a Failure, whose kind and French
// texts say why; a bug throws something else.

// Judging and checking them
export { type CheckOptions, checkRunbook } from './check/check-runbook.ts';
export { checkSameIds } from './check/same-id.ts';
export { Failure, type FailureKind, type FailureText } from './failure.ts';
// Reports, and the words in which everything is said
export { formatDuration } from './french/duration.ts';
export { plural } from './french/plural.ts';
export { capital } from './french/typography.ts';
export { kindWords, outcomeWords, riskWords, stepStatusWords } from './french/words.ts';
export { type JudgeContext, judge } from './judge/judge.ts';
export { judgeSteps } from './judge/judge-steps.ts';
export { mayLoseData } from './judge/risk.ts';
export type { Reason, Risk, Verdict } from './judge/verdict.ts';
export type { Execution, Identity, Machine, Session, SessionRequest, Survivor, Terminal } from './machine/machine.ts';
// Targets and the machines that execute them
export { type MachineHost, openMachine } from './machine/open-machine.ts';
// Reading documents
export { findDocuments } from './parse/find-documents.ts';
export { type RunbookFrontMatter, runbookFrontMatter } from './parse/front-matter-schema.ts';
export { parseRunbook } from './parse/parse-runbook.ts';
export type { Problem } from './parse/problem.ts';
export { readRunbook } from './parse/read-runbook.ts';
export type {
  Expectation,
  Requirements,
  Runbook,
  Step,
  StepKind,
  Variable,
  VariableType,
  VariableValue,
} from './parse/runbook.ts';
// Planning
export type { Choice } from './plan/choices.ts';
export { isDestructive, type Plan, type PlannedStep } from './plan/plan.ts';
export { type PlanHost, preparePlan } from './plan/prepare-plan.ts';
export type { AskValue, Question, Values } from './plan/values.ts';
export { junitReport } from './report/junit.ts';
export { markdownReport } from './report/markdown.ts';
export { formatProblems } from './report/problems.ts';
export type { Entry, Report, Result } from './report/report.ts';
export { type AboutRun, reportOfRun, type StepEntry } from './report/report-of-runs.ts';
export { type RunReport, runReport, type StepReport } from './report/run-report.ts';
// Running: an operator decides, a view shows
export type { Clock, Interrupt } from './run/context.ts';
export type { RunHost } from './run/host.ts';
export type { FailureAnswer, FailureOffers, Next, Operator, PointOfNoReturn } from './run/operator.ts';
export type { StepResult } from './run/result.ts';
export { resumeRun, startRun } from './run/start-run.ts';
export type { RunView } from './run/view.ts';
// What a person types to give a shell a value
export { assignedText, assignment } from './session/assignment.ts';
export type { Group } from './targets/group.ts';
export type { Service, Target } from './targets/target.ts';
export { readTargets } from './targets/targets-file.ts';
// Verifying on a disposable target
export { type Verification, verifyRunbooks } from './verify/verify-runbooks.ts';
export { version } from './version.ts';
