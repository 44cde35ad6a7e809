import type { Access } from '../disk/access.ts';
import { ownAccess } from '../disk/access.ts';
import type { RunRoot } from '../journal/runs.ts';
import type { Machine, Terminal } from '../machine/machine.ts';
import type { Clock, Interrupt } from './context.ts';
import type { Operator } from './operator.ts';
import type { RunView } from './view.ts';

/** The outside of a run. */
export interface RunHost {
  /** The folder of runs. */
  readonly root: string;
  /** Who may read and write there; this account alone unless given. */
  readonly access?: Access;
  /** Other places where runs on the same target may be. */
  readonly otherRoots?: readonly RunRoot[];
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

/** Where the run of this host is kept. */
export function rootOf({ root, access = ownAccess }: Pick<RunHost, 'root' | 'access'>): RunRoot {
  return { folder: root, access };
}

/** The instant of a record. */
export function instant({ clock }: Pick<RunHost, 'clock'>): string {
  return clock.now().toISOString();
}
