import { Failure } from '../failure.ts';
import type { Runbook } from '../parse/runbook.ts';
import { preparePlan } from '../plan/prepare-plan.ts';
import type { RunReport } from '../report/run-report.ts';
import type { RunHost } from '../run/host.ts';
import { startRun } from '../run/start-run.ts';
import type { Target } from '../targets/target.ts';
import { changeEphemeral } from './ephemeral.ts';
import { firstChoice } from './first-choice.ts';

/**
 * Executes runbooks on a disposable target, made anew before each, and compares with what their pages announce.
 * Stops before the next one when `host.interrupt` is requested.
 * @returns the report of each runbook; of a prerequisite that did not succeed instead of it.
 * @throws Failure `refused` for a target that is not disposable, `invalid` for an unknown prerequisite, and as `preparePlan`.
 */
export async function verifyRunbooks(
  runbooks: readonly Runbook[],
  verification: Verification,
): Promise<readonly RunReport[]> {
  const { target, host } = verification;
  await changeEphemeral(target, 'up', host.interrupt.now);
  const reports: RunReport[] = [];
  for (const runbook of runbooks) {
    if (host.interrupt.requested()) break;
    await changeEphemeral(target, 'reset', host.interrupt.now);
    reports.push(await verifyOne(runbook, verification));
  }
  return reports;
}

export interface Verification {
  readonly target: Target;
  /** Where prerequisites are found by their identifier. */
  readonly known: readonly Runbook[];
  /** Values by name; each runbook takes those of its own variables. */
  readonly given: ReadonlyMap<string, string>;
  /** Its operator should be one that needs nobody. */
  readonly host: RunHost;
  readonly env: Readonly<Record<string, string | undefined>>;
}

async function verifyOne(runbook: Runbook, verification: Verification): Promise<RunReport> {
  for (const id of runbook.requires.runbooks) {
    const report = await execute(prerequisite(id, runbook, verification.known), verification);
    if (report.outcome !== 'succeeded') return report;
  }
  return execute(runbook, verification);
}

function prerequisite(id: string, runbook: Runbook, known: readonly Runbook[]): Runbook {
  const found = known.find((other) => other.id === id);
  if (found) return found;
  throw new Failure('invalid', {
    message: `« ${runbook.id} » s’appuie sur le runbook « ${id} », qui n’existe pas`,
    where: runbook.file,
    expected: known.map((other) => other.id).join(', '),
    action: 'corrigez « requires: runbooks: » dans l’en-tête',
  });
}

async function execute(runbook: Runbook, { target, given, host, env }: Verification): Promise<RunReport> {
  const own = new Map([...given].filter(([name]) => runbook.variables.some((variable) => variable.name === name)));
  const { machine, root } = host;
  return startRun(await preparePlan(runbook, target, own, { machine, root, env, ask: firstChoice }), host);
}
