import type { Access } from '../disk/access.ts';
import type { Journal } from '../journal/writer.ts';
import type { Machine, Session, Terminal } from '../machine/machine.ts';
import type { Needles } from '../mask/needles.ts';
import type { Plan } from '../plan/plan.ts';
import type { Operator } from './operator.ts';
import type { RunView } from './view.ts';

/** What every part of a run uses; made once when it starts or resumes. */
export interface RunContext {
  readonly plan: Plan;
  readonly machine: Machine;
  readonly session: Session;
  readonly journal: Journal;
  readonly needles: Needles;
  readonly operator: Operator;
  readonly view: RunView;
  /** Who is at the keyboard, for the journal. */
  readonly user: string;
  /** Where each attempt's whole output goes, masked. */
  readonly logFolder: string;
  /** Who may read them. */
  readonly access: Access;
  /** Who had this run last, when it is another account whose processes we cannot examine. */
  readonly unseenAccount: string | null;
  readonly interrupt: Interrupt;
  readonly clock: Clock;
  /** Whether the target's lock is still this run's. */
  readonly holdsLock: () => boolean;
  /** For interactive steps and the shell; null: there is none. */
  readonly terminal: Terminal | null;
}

/** Set by Ctrl-C: once, stop after this step; twice, stop it now. */
export interface Interrupt {
  readonly requested: () => boolean;
  readonly now: AbortSignal;
}

export interface Clock {
  readonly now: () => Date;
}
