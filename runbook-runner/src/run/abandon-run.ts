import { Failure } from '../failure.ts';
import { quotedStep } from '../french/step-name.ts';
import { openJournal } from '../journal/open.ts';
import { titleOf } from '../journal/recorded-runbook.ts';
import type { RunState } from '../journal/replay.ts';
import type { RunPaths } from '../journal/runs.ts';
import { mayHaveActed } from '../journal/step-state.ts';
import type { Identity, Machine } from '../machine/machine.ts';
import { holdRun } from './hold-run.ts';
import { withLostProcesses } from './lost-processes.ts';

/**
 * Closes a run for good, on the word of somebody who looked at the target: it can be neither resumed nor undone, and no
 * longer keeps others from beginning.
 * @throws Failure `refused` while it goes on, or while something of it still runs.
 */
export async function abandonRun({ paths, state, machine, by, reason, now }: Abandonment): Promise<void> {
  const lock = await lockOf(paths, state, machine, by, now);
  try {
    await refuseSurvivors(paths, await withLostProcesses(state, machine, paths.folder), machine);
    const letGo = await holdRun(paths);
    try {
      const journal = openJournal(paths.journal, { at: now.toISOString(), despite: 'damage' });
      try {
        journal.append({ type: 'run-abandoned', at: now.toISOString(), by, reason });
        lock?.begin();
      } finally {
        journal.close();
      }
    } finally {
      letGo();
    }
    await machine.forgetSession(paths.folder);
  } finally {
    await lock?.release();
  }
}

export interface Abandonment {
  readonly paths: RunPaths;
  readonly state: RunState;
  readonly machine: Machine;
  /** Who says so. */
  readonly by: string;
  readonly reason: string;
  readonly now: Date;
}

async function lockOf({ runId, journal }: RunPaths, state: RunState, machine: Machine, by: string, now: Date) {
  if (![...state.steps.values()].some(({ step }) => step.risk !== 'safe')) return null;
  const identity = identityOf(state);
  const { host, cwd } = identity;
  const record = {
    runId,
    user: by,
    host,
    since: now.toISOString(),
    runbook: state.run.runbook.id,
    cwd,
    journal,
    begun: true,
  };
  const lock = await machine.lock(identity, 'exclusive', record);
  if (lock.ok) return lock;
  throw new Failure('refused', {
    message: `une exécution est en cours sur cette cible${lock.holder ? ` : ${lock.holder.runId}` : ''}`,
    expected: 'une exécution dont le runner ne vit plus',
    action: 'attendez sa fin, ou arrêtez-la',
  });
}

/** As the run pinned it: what the target says today does not change what it began with. */
function identityOf({ run }: RunState): Identity {
  const { host = '', user = '', cwd = '', machineId, project } = run.target.identity;
  return { host, user, cwd, machineId: machineId || null, project: project || null };
}

async function refuseSurvivors({ runId }: RunPaths, state: RunState, machine: Machine): Promise<void> {
  for (const step of state.steps.values()) {
    const last = step.attempts.at(-1);
    if (!last?.process || !mayHaveActed(step) || step.status.kind !== 'in-doubt') continue;
    const alive = await machine.survivors(last.process);
    if (alive.length === 0) continue;
    const [foreign] = alive.flatMap((survivor) => survivor.foreign ?? []);
    const name = quotedStep({ id: step.step.id, title: titleOf(step.step) });
    const still = alive.some(({ certain }) => certain) ? 'tourne encore' : 'tourne peut-être encore';
    const processes = alive.map(({ pid }) => pid).join(', ');
    throw new Failure('refused', {
      message: `l’étape ${name} ${still} (processus ${processes}${foreign === undefined ? '' : `, de ${foreign}`})`,
      expected: 'une exécution dont plus rien ne tourne',
      action:
        foreign === undefined
          ? `attendez sa fin, ou arrêtez-la : runbook resume ${runId} --stop-survivors`
          : `attendez sa fin ; ${foreign} ou root peut l’examiner et l’arrêter`,
    });
  }
}
