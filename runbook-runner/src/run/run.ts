import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { createJournal, type Journal, openJournal, readJournal } from '../journal/journal.ts';
import type { JournalRecord, RunFinished, RunStarted } from '../journal/record.ts';
import { replay } from '../journal/replay.ts';
import { newRunId, type RunPaths, runPaths } from '../journal/runs.ts';
import { collectNeedles, type Needles } from '../mask/needles.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import { type RunReport, runReport } from '../report/run-report.ts';
import { readBootId } from '../session/process-table.ts';
import { openSession } from '../session/session.ts';
import type { Terminal } from '../session/step-process.ts';
import { acquireLock, type HeldLock } from '../target/lock.ts';
import { writeServiceCommands } from '../target/service-commands.ts';
import { version } from '../version.ts';
import type { Clock, Interrupt, RunContext } from './context.ts';
import { type Outcome, runCourse } from './course.ts';
import { sessionEnvironment } from './environment.ts';
import type { Operator } from './operator.ts';
import type { RunView } from './view.ts';

/** The outside of a run. */
export interface RunHost {
  /** The folder of runs and locks. */
  readonly root: string;
  /** What a relative path of the plan counts from: the journal keeps absolute ones. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly bash: string;
  /** Descriptors of the operator's terminal; null: there is none. */
  readonly terminal: Terminal | null;
  readonly operator: Operator;
  readonly view: RunView;
  readonly interrupt: Interrupt;
  readonly clock: Clock;
}

/** Executes a plan from its beginning. Throws a Failure when it may not or cannot begin; nothing has run then. */
export async function startRun(plan: Plan, host: RunHost): Promise<RunReport> {
  const needles = protectedSecrets(plan, host);
  const runId = newRunId(host.clock.now(), randomBytes(6));
  const lock = await lockTarget(plan, host, runId);
  try {
    const paths = runPaths(host.root, runId);
    const journal = createJournal(paths.journal, runStarted(plan, runId, host));
    try {
      const { variables, secrets } = plan.values;
      journal.append({
        type: 'values',
        at: now(host),
        values: Object.fromEntries(variables),
        secrets: [...secrets.keys()],
      });
      return await proceed({ plan, host, paths, journal, lock, needles }, false);
    } finally {
      journal.close();
    }
  } finally {
    await lock.release();
  }
}

/** Goes on with the run `runId` where its journal says it stands. Throws a Failure as `startRun`, and `refused` for a stale plan. */
export async function resumeRun(runId: string, plan: Plan, host: RunHost): Promise<RunReport> {
  const needles = protectedSecrets(plan, host);
  const lock = await lockTarget(plan, host, runId);
  try {
    const paths = runPaths(host.root, runId);
    const journal = openJournal(paths.journal, { repair: { at: now(host) } });
    try {
      for (const warning of journal.warnings) host.view.note(warning);
      refuseStalePlan(plan, journal.records[0]);
      const { host: name, user } = plan.identity;
      journal.append({
        type: 'run-resumed',
        at: now(host),
        toolVersion: version,
        bootId: readBootId(),
        host: name,
        user,
      });
      return await proceed({ plan, host, paths, journal, lock, needles }, true);
    } finally {
      journal.close();
    }
  } finally {
    await lock.release();
  }
}

/** What is open while a run goes on. */
interface OpenRun {
  readonly plan: Plan;
  readonly host: RunHost;
  readonly paths: RunPaths;
  readonly journal: Journal;
  readonly lock: HeldLock;
  readonly needles: Needles;
}

async function proceed({ plan, host, paths, journal, lock, needles }: OpenRun, resumed: boolean): Promise<RunReport> {
  const services = join(paths.folder, 'services');
  await mkdir(paths.logs, { recursive: true, mode: 0o700 });
  await writeServiceCommands(plan.target, services, plan.values.variables, plan.values.secrets);
  try {
    const session = await openSession({
      dir: join(paths.folder, 'session'),
      bash: host.bash,
      cwd: plan.identity.cwd,
      env: sessionEnvironment(host.env, services),
      variables: plan.values.variables,
      secrets: plan.values.secrets,
    });
    const context: RunContext = {
      plan,
      session,
      journal,
      needles,
      operator: host.operator,
      view: host.view,
      user: plan.identity.user,
      logFolder: paths.logs,
      interrupt: host.interrupt,
      clock: host.clock,
      holdsLock: lock.isCurrent,
      terminal: host.terminal,
    };
    host.view.runBegan(plan, paths.runId, resumed);
    const outcome = await runCourse(context, replay(readJournal(paths.journal).records));
    for (const record of ending(outcome, now(host))) journal.append(record);
    return runReport(readJournal(paths.journal).records);
  } finally {
    // They hold the values of `env` and `pass`, secrets among them.
    await rm(services, { recursive: true, force: true });
  }
}

function ending(outcome: Outcome, at: string): readonly JournalRecord[] {
  if (outcome.kind === 'succeeded') return [{ type: 'run-finished', at, outcome: 'succeeded' }];
  const causes = {
    'could-not-run': 'could-not-run',
    failed: 'failure',
    stopped: 'operator',
    refused: 'refused',
    'in-doubt': 'failure',
    interrupted: 'signal',
  } as const;
  const { kind, step, reason } = outcome;
  const stopped: JournalRecord = { type: 'stopped', at, cause: causes[kind], reason, step: step.step.id };
  // A run that stopped can be resumed: only a success is final.
  return [
    stopped,
    {
      type: 'run-finished',
      at,
      outcome: kind === 'refused' ? 'stopped' : kind === 'could-not-run' ? 'failed' : kind,
    } satisfies RunFinished,
  ];
}

function runStarted(plan: Plan, runId: string, host: RunHost): RunStarted {
  const { runbook, target, identity } = plan;
  return {
    type: 'run-started',
    at: now(host),
    format: 1,
    runId,
    toolVersion: version,
    bootId: readBootId(),
    host: identity.host,
    user: identity.user,
    runbook: {
      id: runbook.id,
      title: runbook.title,
      file: resolve(host.cwd, runbook.file),
      sha256: sha256(runbook.source),
    },
    planHash: plan.hash,
    target: { name: target.name, identity: identityRecord(plan) },
    steps: [...plan.steps, ...plan.undos.values()].map(stepRecord),
  };
}

function identityRecord({ target, identity }: Plan): Record<string, string> {
  const { host, machineId, user, cwd, project } = identity;
  return { host, user, cwd, machineId: machineId ?? '', project: project ?? '', targets: target.file };
}

function stepRecord({ step, verdict }: PlannedStep): RunStarted['steps'][number] {
  const { id, kind, headings, line, text, danger, idempotent } = step;
  return {
    id,
    kind,
    of: step.kind === 'action' ? null : step.of,
    headings,
    line,
    text,
    risk: verdict.risk,
    danger,
    idempotent,
  };
}

function refuseStalePlan(plan: Plan, started: RunStarted): void {
  if (started.planHash === plan.hash) return;
  const changed = started.runbook.sha256 !== sha256(plan.runbook.source);
  throw new Failure('refused', {
    message: changed
      ? 'le runbook a changé depuis le début de cette exécution'
      : 'la cible, ses valeurs ou la version de runbook ont changé depuis le début de cette exécution',
    where: changed ? plan.runbook.file : plan.target.file,
    expected: `le plan ${started.planHash.slice(0, 12)}, alors que celui d’aujourd’hui est ${plan.hash.slice(0, 12)}`,
    action: 'remettez ce qui a changé, ou commencez une nouvelle exécution',
  });
}

/** Throws for a secret that no mask could hide. */
function protectedSecrets(plan: Plan, host: RunHost): Needles {
  const needles = collectNeedles(plan.values.secrets);
  const [weak] = needles.refused;
  if (weak) {
    throw new Failure('refused', {
      message: `le secret ${weak.name} ne peut pas être masqué : ${weak.reason}`,
      where: plan.target.file,
      expected: 'un secret d’au moins 8 caractères, qui n’est pas un mot courant',
      action: 'changez ce secret sur la cible',
    });
  }
  for (const warning of needles.warnings) host.view.note(warning);
  return needles;
}

async function lockTarget(plan: Plan, host: RunHost, runId: string): Promise<HeldLock> {
  const path = join(host.root, 'locks', `${sha256(JSON.stringify(plan.identity)).slice(0, 16)}.lock`);
  const { host: name, user } = plan.identity;
  const record = { runId, user, host: name, since: now(host), runbook: plan.runbook.id };
  const lock = await acquireLock(path, record);
  if (lock.ok) {
    const { abandoned } = lock;
    if (abandoned && abandoned.runId !== runId) {
      host.view.note(
        `L’exécution ${abandoned.runId} (${abandoned.runbook}) s’est interrompue sur cette cible sans se terminer.`,
      );
    }
    return lock;
  }
  const { holder } = lock;
  throw new Failure('refused', {
    message: `une autre exécution est en cours sur la cible « ${plan.target.name} »`,
    ...(holder
      ? { where: `${holder.runId} (${holder.runbook}), par ${holder.user}@${holder.host} depuis ${holder.since}` }
      : {}),
    expected: 'une seule exécution à la fois par cible',
    action: 'attendez sa fin, ou demandez à la personne qui l’a lancée de l’arrêter',
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function now(host: RunHost): string {
  return host.clock.now().toISOString();
}
