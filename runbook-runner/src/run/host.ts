import type { Machine, Terminal } from '../machine/machine.ts';
import type { Clock, Interrupt } from './context.ts';
import type { Operator } from './operator.ts';
import type { RunView } from './view.ts';

/** The outside of a run. */
export interface RunHost {
  /** The folder of runs and locks. */
  readonly root: string;
  /** What a relative path of the plan counts from: the journal keeps absolute ones. */
  readonly cwd: string;
  /** Where the plan's target is. */
  readonly machine: Machine;
  /** Descriptors of the operator's terminal; null: there is none. */
  readonly terminal: Terminal | null;
  readonly operator: Operator;
  readonly view: RunView;
  readonly interrupt: Interrupt;
  readonly clock: Clock;
}

/** The instant of a record. */
export function instant({ clock }: Pick<RunHost, 'clock'>): string {
  return clock.now().toISOString();
}
