import type { Access } from '../disk/access.ts';
import type { VariableValue } from '../parse/runbook.ts';
import type { SessionState } from '../session/state.ts';
import type { LockRecord } from './lock-record.ts';

/**
 * A place that executes the steps of one target: what a run, a plan or the command line ask of it, and nothing of how it
 * is reached. `open-machine.ts` makes one; each folder beside is a kind of machine.
 */
export interface Machine {
  /**
   * Who it is; `signal` ends its identity command.
   * @throws Failure `cannot-run` when the target's folder does not exist or its identity command fails.
   */
  readonly identity: (signal?: AbortSignal) => Promise<Identity>;
  /** What the steps see of the environment, and what says who the target is. */
  readonly environment: Environment;
  /** Whether the steps find this command. */
  readonly has: (command: string) => Promise<boolean>;
  /**
   * Takes the lock of the target that has this identity, or tells who holds it. Never waits. All the accounts and
   * checkouts of the machine share it.
   * @throws Failure `cannot-run` when the lock cannot be tried at all.
   */
  readonly lock: (identity: Identity, mode: LockMode, record: LockRecord) => Promise<LockAttempt>;
  /**
   * Who holds the lock of the target that has this identity, asked without taking it.
   * @throws Error of the file system when that cannot be read.
   */
  readonly lockState: (identity: Identity) => LockState;
  /** The folder of the locks, which all the accounts of the machine share. */
  readonly lockFolder: string;
  /**
   * Opens the shell in which steps live, with the services and values of the target.
   * @throws SessionError (French) when there is no bash, when the folder is not private, or its state damaged; Failure
   * `refused` when somebody else than those it is kept for could have written that.
   */
  readonly openSession: (request: SessionRequest) => Promise<Session>;
  /** Removes what a session kept in this folder: nobody will go on from there, and it may hold what an operator typed. */
  readonly forgetSession: (folder: string) => Promise<void>;
  /** What is still alive of a step, also of a runner that died. */
  readonly survivors: (mark: ProcessMark) => Promise<readonly Survivor[]>;
  /** The marks of all that still runs of the session kept in this folder, whichever step started it. */
  readonly leftBy: (folder: string) => Promise<readonly ProcessMark[]>;
  /** Stops it: INT, then TERM, then KILL. */
  readonly stop: (mark: ProcessMark) => Promise<Stopped>;
  /** Changes at every boot: a process of another boot is gone. */
  readonly bootId: () => string;
}

export interface Environment {
  readonly given: Readonly<Record<string, string>>;
  /** Names that the operator's terminal sets, which would send commands elsewhere, and that are not given. */
  readonly withheld: readonly string[];
}

/** What the machine and the project say of themselves; pinned in the plan. */
export interface Identity {
  readonly host: string;
  /** systemd's machine-id; null where there is none. */
  readonly machineId: string | null;
  readonly user: string;
  /** Real path of the target's folder. */
  readonly cwd: string;
  /** What the target's `identity` command printed; null: it has none. */
  readonly project: string | null;
}

/** Several may hold a `shared` lock at once. */
export type LockMode = 'shared' | 'exclusive';

export type LockAttempt =
  | HeldLock
  /** Null: the holder has not written down who they are yet. */
  | { readonly ok: false; readonly holder: LockRecord | null };

export interface LockState {
  /** The file of the lock. */
  readonly path: string;
  /** `unknown`: somebody is written down, and it cannot be seen from here whether they still hold it. */
  readonly held: LockMode | 'no' | 'unknown';
  /** Those that are written down, oldest first: who holds it, and those that died with it. */
  readonly holders: readonly LockRecord[];
}

export interface HeldLock {
  readonly ok: true;
  /** Holders of runs that had begun and died without releasing, oldest first; none for a shared lock, beside which others may live. */
  readonly abandoned: readonly LockRecord[];
  /**
   * Writes down that the run is this runner's: it has begun, goes on or is closed, and its journal says so. From now on it is
   * not forgotten when its holder dies, and it is when the lock is released; before, `release` leaves what was written of it.
   * @throws Failure `cannot-run` when that cannot be written.
   */
  readonly begin: () => void;
  /** Whether what we hold is still what the others try: asked before each destructive step. */
  readonly isCurrent: () => boolean;
  /** Resolves once others can take it. */
  readonly release: () => Promise<void>;
}

export interface SessionRequest {
  /** Where the session's state is kept over a crash; null: it is not. */
  readonly folder: string | null;
  /** Who may read and write there; this account alone unless given. */
  readonly access?: Access;
  /** Where the first step starts. */
  readonly cwd: string;
  /** Shell variables of the steps, not exported; a list is an array. */
  readonly variables: ReadonlyMap<string, VariableValue>;
  /** The same, given to each step anew; neither they nor what holds one goes to disk. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Values of the target that its services are given and the steps are not. */
  readonly serviceValues: ReadonlyMap<string, string>;
  /** Given to services only, with the same care. */
  readonly serviceSecrets: ReadonlyMap<string, string>;
}

export interface Session {
  /** What the next step starts from. */
  readonly state: () => SessionState;
  /** One step at a time. Rejects when `onStarted` or `onOutput` does. */
  readonly execute: (step: StepScript, options: ExecuteOptions) => Promise<Execution>;
  /** An interactive bash on this terminal, with the session's state, values and services; its state is kept too. */
  readonly shell: (terminal: Terminal, options: ShellOptions) => Promise<Execution>;
  /** Removes what only lasts as long as the session, such as the commands of the services. */
  readonly close: () => Promise<void>;
}

export interface StepScript {
  /** Kebab-case; names the script in bash's messages. */
  readonly name: string;
  readonly text: string;
  /** Gets `terminal` as stdin, stdout and stderr: nothing is captured. */
  readonly interactive: boolean;
}

export interface ShellOptions {
  /** Aborted: INT, TERM, then KILL to all that the step started. */
  readonly signal: AbortSignal;
  /** Called with the process before the text begins; the text does not begin until this resolves. */
  readonly onStarted: (process: ProcessMark) => Promise<void>;
}

export interface ExecuteOptions extends ShellOptions {
  /** The step is slowed down to the pace at which chunks are taken. */
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Uint8Array) => void | Promise<void>;
  /** For interactive steps. */
  readonly terminal?: Terminal;
}

/** The descriptors of a terminal's input, output and errors. */
export type Terminal = readonly [number, number, number];

export type Execution = Exited | Signalled | NotStarted;

interface Exited extends Ended {
  readonly outcome: 'exited';
  readonly status: number;
}

interface Signalled extends Ended {
  readonly outcome: 'signalled';
  readonly signal: string;
}

/** The text did not begin. */
interface NotStarted {
  readonly outcome: 'not-started';
  /** French. */
  readonly reason: string;
}

interface Ended {
  readonly durationMs: number;
  readonly state: StateCapture;
  /** What the step started and left alive. */
  readonly survivors: readonly Survivor[];
  /** When it was stopped: the last signal that was needed. */
  readonly stoppedBy: Stopped['signal'];
}

export type StateCapture =
  /** `notes` (French): what the step set that the next will not see. */
  | { readonly kept: true; readonly notes: readonly string[] }
  /** The next step starts from the state before this one. */
  | { readonly kept: false; readonly reason: string };

/** Names one process for ever, since a pid alone is used again; journaled before a step's text begins. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks from boot to its start; a string, as it may exceed a safe integer. */
  readonly startTime: string;
  readonly bootId: string;
  /** The value of RB_STEP in the environment of the step and of all that it starts. */
  readonly marker: string;
  /** The account that executed it. */
  readonly uid?: number;
}

export interface Survivor {
  readonly pid: number;
  readonly startTime: string;
  /** For display. */
  readonly command: string;
  /** How it was recognised. */
  readonly by: 'leader' | 'group' | 'marker' | 'descendant' | 'output' | 'account';
  /** False: may be a stranger that got a reused number; it is named, never signalled. */
  readonly certain: boolean;
  /** The other account that it is of, when we may neither examine nor signal it. */
  readonly foreign?: string;
}

export interface Stopped {
  /** The last signal that was sent; null: nothing was left to stop. */
  readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL' | null;
  readonly survivors: readonly Survivor[];
}
