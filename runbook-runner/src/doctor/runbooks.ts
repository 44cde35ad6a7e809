import { checkRunbook } from '../check/check-runbook.ts';
import { requireTrusted } from '../disk/trusted.ts';
import { Failure } from '../failure.ts';
import type { Identity } from '../machine/machine.ts';
import type { Problem } from '../parse/problem.ts';
import type { Runbook } from '../parse/runbook.ts';
import { textOfValue } from '../parse/variable-value.ts';
import { planSteps } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { isDestructive } from '../plan/plan.ts';
import { refuseDestructiveChecks } from '../plan/prepare-plan.ts';
import { unmetRequirements } from '../plan/requirements.ts';
import { servicesCalled } from '../plan/services-called.ts';
import { lockMode } from '../run/lock-target.ts';
import { refuseShown } from '../run/protect-secrets.ts';
import { withMembers } from '../targets/group.ts';
import { commandsCalled } from './commands-called.ts';
import type { Finding } from './finding.ts';
import type { Locks } from './lock.ts';
import { neededSecrets, neededValues, secretsOfRun } from './runbook-needs.ts';
import type { ValuesRequest } from './runbook-values.ts';
import { runbookValues } from './runbook-values.ts';
import type { TargetValues } from './values.ts';

/** A file of the content that is a runbook, or should be. */
export interface Document {
  readonly file: string;
  readonly runbook: Runbook | null;
  readonly problems: readonly Problem[];
}

export interface RunbookFinding extends Finding {
  readonly subject: 'runbook';
  /** Why it could not be executed now, besides. */
  readonly reasons: readonly Reason[];
  /** What it needs of the target and that fails, by the identifiers of these findings. */
  readonly blockedBy: readonly string[];
}

export interface Reason {
  /** In French. */
  readonly message: string;
  readonly where: string | null;
  readonly expected: string | null;
  readonly action: string | null;
}

/** What is known of the target. */
export interface Surroundings extends ValuesRequest {
  readonly values: TargetValues;
  readonly locks: Locks;
  /** Null: the target does not say who it is. */
  readonly identity: Identity | null;
  readonly findings: readonly Finding[];
}

/** Whether a runbook could be executed now, or each reason why not. */
export async function lookAtRunbook(document: Document, around: Surroundings): Promise<RunbookFinding> {
  const { runbook, file } = document;
  const reasons: Reason[] = document.problems.filter(({ severity }) => severity === 'error').map(ofProblem);
  if (runbook === null) return verdict(file, file, { file, needs: null }, reasons, [], []);
  const found = await checkRunbook(runbook);
  reasons.push(...found.filter(({ severity }) => severity === 'error').map(ofProblem));
  attempt(reasons, () => requireTrusted(file));
  const target = around.values.read;
  const { found: constants, problems } = await runbookValues(runbook, around.values, around);
  reasons.push(...problems.map(ofFailure));
  const plan = { runbook, target, ...(await planSteps(runbook, target, constants)) };
  // Its commands are tools, which are looked at once for all; a value that could not be read is told of the target.
  const services = {
    ...plan,
    target: { ...target, variables: around.values.described },
    runbook: { ...runbook, requires: { ...runbook.requires, commands: [] } },
  };
  for (const { message, where, action } of await unmetRequirements(services, around.machine))
    reasons.push({ message, where, expected: null, action });
  // Of a text that cannot be read, or calls what is not there, nothing more can be said.
  if (reasons.length === problems.length) attempt(reasons, () => refuseDestructiveChecks(plan));
  const identity = around.identity ?? { project: null };
  const ofServices = await neededValues(runbook, target);
  const serviceValues = new Map(ofServices.map((name) => [name, textOfValue(around.values.variables.get(name) ?? '')]));
  attempt(reasons, () =>
    refuseShown(secretsOfRun(runbook, around.values), {
      runbook,
      target,
      identity,
      values: { variables: constants, serviceValues },
    }),
  );
  const failing = around.findings.filter(({ result }) => result === 'failed' || result === 'warning');
  const called = commandsCalled(runbook);
  const tools = [...runbook.requires.commands, ...called.filter(({ certain }) => certain).map(({ name }) => name)];
  const needed = new Set([
    ...tools.map((name) => `tool:${name}`),
    ...runbook.variables.filter(({ name }) => !around.given.has(name)).map(({ name }) => `value:${name}`),
    ...ofServices.map((name) => `value:${name}`),
    ...(await neededSecrets(runbook, around.values)).map((name) => `secret:${name}`),
    ...(await brokenServices(plan, failing)),
  ]);
  const mode = lockMode(plan);
  const blockers = failing.filter(({ id, blocksAll, result }) => needed.has(id) || (blocksAll && result === 'failed'));
  const blockedBy = [...blockers.map(({ id }) => id), ...(around.locks.allows(mode) ? [] : ['lock'])];
  const doubtful = called.filter(({ name, certain }) => !certain && failing.some(({ id }) => id === `tool:${name}`));
  return verdict(
    runbook.id,
    runbook.title,
    { file, needs: needsOf(plan) },
    reasons,
    blockedBy,
    doubtful.map(({ name }) => name),
  );
}

function verdict(
  id: string,
  title: string,
  facts: { readonly file: string; readonly needs: string | null },
  reasons: readonly Reason[],
  blockedBy: readonly string[],
  doubtful: readonly string[],
): RunbookFinding {
  const looked = {
    subject: 'runbook',
    id: `runbook:${id}`,
    title,
    blocksAll: false,
    facts,
    reasons,
    blockedBy,
  } as const;
  if (reasons.length + blockedBy.length > 0) {
    return { ...looked, result: 'failed', detail: 'ne pourrait pas être exécuté', action: reasons[0]?.action ?? null };
  }
  if (doubtful.length > 0) {
    const detail = `pourrait être exécuté, si ses étapes apportent ${doubtful.join(', ')}, qui n’y est pas`;
    return { ...looked, result: 'warning', detail, action: null };
  }
  return { ...looked, result: 'ok', detail: 'pourrait être exécuté', action: null };
}

/** The services that it calls and whose program is missing, or that do not answer when no step has started them. */
async function brokenServices(
  { target, steps, undos }: Pick<Plan, 'target' | 'steps' | 'undos'>,
  failing: readonly Finding[],
) {
  const silent = new Map(
    failing.filter(({ subject }) => subject === 'service').map((finding) => [finding.title, finding]),
  );
  const broken: string[] = [];
  const started = new Set<string>();
  for (const { step } of [...steps, ...undos.values()]) {
    const called = withMembers(await servicesCalled(step.text), target.groups);
    for (const name of called) if (STARTS.test(name)) started.add(name.replace(STARTS, ''));
    for (const name of called) {
      const finding = silent.get(name);
      if (finding && !(finding.facts.probed === true && started.has(name))) broken.push(finding.id);
    }
  }
  return broken;
}

/** A restart starts what was stopped. */
const STARTS = /:(re)?start$/;

/** What it asks of whoever starts it. */
function needsOf({ steps, undos, target }: Pick<Plan, 'steps' | 'undos' | 'target'>): string | null {
  const all = [...steps, ...undos.values()];
  const destroys = steps.some(isDestructive);
  if (all.some(({ step }) => step.interactive) || (destroys && target.protected)) return 'dans un terminal';
  return destroys ? `dans un terminal, ou avec --confirm ${target.name}` : null;
}

function attempt(reasons: Reason[], ask: () => void): void {
  try {
    ask();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    reasons.push(ofFailure(error));
  }
}

function ofFailure({ text }: Failure): Reason {
  return {
    message: text.message,
    where: text.where ?? null,
    expected: text.expected ?? null,
    action: text.action ?? null,
  };
}

function ofProblem({ file, line, column, message, expected, action }: Problem): Reason {
  return { message, where: `${file}:${line}:${column}`, expected, action };
}
