import { Failure } from '../failure.ts';
import { recordedRunbook } from '../journal/recorded-runbook.ts';
import type { RunPaths } from '../journal/runs.ts';
import type { Plan } from '../plan/plan.ts';
import { preparePlan } from '../plan/prepare-plan.ts';
import type { Target } from '../targets/target.ts';
import { askNobody } from './ask/nobody.ts';
import type { FoundRun } from './find-run.ts';
import { findRun } from './find-run.ts';
import type { Io } from './io.ts';
import { planHost } from './machine.ts';
import { loadTargets, pickTarget } from './targets.ts';

/** A run that has not reached its end, and its own target as the targets file describes it today. */
export interface RecordedRun extends FoundRun {
  readonly target: Target;
}

/**
 * Finds it by its name, as `findRun` does.
 * @param targetsFile another one than that of the run.
 * @param despite as for `findRun`.
 */
export async function findRecordedRun(
  name: string | undefined,
  targetsFile: string | undefined,
  io: Io,
  despite?: 'damage',
): Promise<RecordedRun> {
  const found = await findRun(name, io, despite);
  const { name: target, identity } = found.state.run.target;
  const described = pickTarget(await loadTargets(targetsFile ?? identity.targets, io), target);
  requireOperatedBy(described, found.paths);
  return { ...found, target: described };
}

/**
 * The text of a run that is kept for a group may be any member's: it is only executed on a target that names this group.
 * @throws Failure `refused`
 */
function requireOperatedBy({ name, operators, file }: Target, { runId, root: { access } }: RunPaths): void {
  if (access.kind === 'account' || access.name === operators) return;
  throw new Failure('refused', {
    message: `l’exécution ${runId} est gardée pour le groupe « ${access.name} », que la cible « ${name} » ne nomme pas`,
    where: file,
    expected: `operators: ${access.name}`,
    action: 'vérifiez qui doit agir sur cette cible, puis corrigez « operators »',
  });
}

/** Its plan: the runbook and the values that its journal holds, on the target of today. Nobody is asked for a value. */
export async function planOf({ state, target, given }: RecordedRun, io: Io): Promise<Plan> {
  const host = { ...(await planHost(target, io)), ask: askNobody };
  return preparePlan(recordedRunbook(state.run), target, given, host);
}
