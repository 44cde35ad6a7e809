import { join } from 'node:path';
import type { Machine } from '../machine/machine.ts';
import { openMachine } from '../machine/open-machine.ts';
import type { PlanHost } from '../plan/prepare-plan.ts';
import type { Target } from '../targets/target.ts';
import { askNobody } from './ask/nobody.ts';
import type { Io } from './io.ts';
import { isInteractive } from './io.ts';
import { stateRoot } from './state-root.ts';

/** The machine of a target, with the folders and the environment of this command line. */
export function machineOf(target: Target, io: Io): Machine {
  return openMachine(target, { env: io.env, sessions: join(stateRoot(io), 'sessions') });
}

/** The outside of a plan; at a terminal the operator is asked for the values that are missing. */
export async function planHost(target: Target, io: Io): Promise<PlanHost> {
  const ask = isInteractive(io) ? (await import('./ask/missing-value.ts')).askTerminal(io) : askNobody;
  return { machine: machineOf(target, io), env: io.env, root: stateRoot(io), ask };
}
