import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../../targets/target.ts';
import type { Identity, Machine } from '../machine.ts';
import type { MachineHost } from '../open-machine.ts';
import { operatorName } from '../operator-name.ts';
import { stepEnvironment } from './environment.ts';
import { probeIdentity } from './identity.ts';
import { isInPath } from './in-path.ts';
import { acquireLock } from './lock.ts';
import { lockState } from './lock-state.ts';
import { readBootId } from './process-table.ts';
import { stopProcesses } from './stop.ts';
import { findMarks, findSurvivors } from './survivors.ts';
import { forgetTargetSession, openTargetSession } from './target-session.ts';

/** The machine on which the runner itself runs. */
export function localMachine(target: Target, { env, sessions }: MachineHost): Machine {
  const environment = stepEnvironment(env);
  const { given } = environment;
  return {
    identity: (signal) => probeIdentity(target, operatorName(env), { env: given, signal }),
    environment,
    has: (command) => isInPath(command, given.PATH ?? ''),
    lock: (identity, mode, record) => acquireLock(lockPath(target, identity, env), mode, record),
    lockState: (identity) => lockState(lockPath(target, identity, env)),
    lockFolder: lockFolder(env),
    openSession: (request) => openTargetSession(target, request, given, sessions),
    forgetSession: forgetTargetSession,
    survivors: findSurvivors,
    leftBy: findMarks,
    stop: (mark) => stopProcesses(mark),
    bootId: readBootId,
  };
}

/**
 * A target is what it says of itself; without an identity, its folder when it names one, else its name. Never the account,
 * the checkout or the folder of the state: two of them must meet at one lock.
 */
function lockPath(target: Target, { machineId, host, project, cwd }: Identity, env: MachineHost['env']): string {
  const itself = project ?? (target.cwd === target.folder ? target.name : cwd);
  const key = createHash('sha256')
    .update(JSON.stringify([machineId ?? host, itself]))
    .digest('hex')
    .slice(0, 16);
  return join(lockFolder(env), `runbook-${key}.lock`);
}

/** Shared by all accounts; `RUNBOOK_LOCK_FOLDER` is for runners in containers, which share no /run/lock. */
function lockFolder({ RUNBOOK_LOCK_FOLDER: given }: MachineHost['env']): string {
  return given || (existsSync('/run/lock') ? '/run/lock' : '/tmp');
}
