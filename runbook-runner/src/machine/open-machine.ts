import type { Target } from '../targets/target.ts';
import { localMachine } from './local/local.ts';
import type { Machine } from './machine.ts';

/** The machine on which the steps of a target are executed. */
export function openMachine(target: Target, host: MachineHost): Machine {
  return kinds[target.kind](target, host);
}

/** One entry for each `kind` of a target. */
const kinds: Readonly<Record<Target['kind'], (target: Target, host: MachineHost) => Machine>> = {
  local: localMachine,
};

/** Where the runner itself runs. */
export interface MachineHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A folder of this account alone, for what a session needs while it is open; made when it is missing. */
  readonly sessions: string;
}
