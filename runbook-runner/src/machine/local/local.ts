import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Target } from '../../targets/target.ts';
import type { Identity, Machine } from '../machine.ts';
import type { MachineHost } from '../open-machine.ts';
import { probeIdentity } from './identity.ts';
import { isInPath } from './in-path.ts';
import { acquireLock } from './lock.ts';
import { readBootId } from './process-table.ts';
import { stopProcesses } from './stop.ts';
import { findSurvivors } from './survivors.ts';
import { openTargetSession } from './target-session.ts';

/** The machine on which the runner itself runs. */
export function localMachine(target: Target, { root, env }: MachineHost): Machine {
  return {
    identity: () => probeIdentity(target),
    has: (command) => isInPath(command, env.PATH ?? ''),
    lock: (identity, record) => acquireLock(lockPath(root, identity), record),
    openSession: (request) => openTargetSession(target, request, env),
    survivors: findSurvivors,
    stop: (mark) => stopProcesses(mark),
    bootId: readBootId,
  };
}

function lockPath(root: string, identity: Identity): string {
  const key = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
  return join(root, 'locks', `${key}.lock`);
}
