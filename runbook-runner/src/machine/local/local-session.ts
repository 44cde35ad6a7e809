import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Access } from '../../disk/access.ts';
import { ownAccess } from '../../disk/access.ts';
import { systemCause } from '../../disk/cause.ts';
import { makeFolders } from '../../disk/folder.ts';
import { replaceFile } from '../../disk/replace-file.ts';
import type { VariableValue } from '../../parse/runbook.ts';
import { toText } from '../../session/bytes.ts';
import type { Capture } from '../../session/capture.ts';
import { notesOnLosses } from '../../session/notes.ts';
import { NAMES_OF_BASH, NAMES_OF_INTERACTIVE_BASH } from '../../session/own-names.ts';
import { restoreCommands } from '../../session/restore.ts';
import { createSecretFinder } from '../../session/secret-forms.ts';
import { SessionError } from '../../session/session-error.ts';
import type { KeptState } from '../../session/state.ts';
import { describeState, initialState, keepState } from '../../session/state.ts';
import { readStateFile, writeStateFile } from '../../session/state-file.ts';
import type { ExecuteOptions, Execution, Session, StateCapture, StepScript, Terminal } from '../machine.ts';
import type { Ended } from './follow-bash.ts';
import { followBash } from './follow-bash.ts';
import { createPipes } from './pipe.ts';
import { prepareKeptFolder, preparePrivateFolder } from './private-folder.ts';
import { requireBash } from './require-bash.ts';
import type { StartedBash } from './start-bash.ts';
import { startBash } from './start-bash.ts';
import type { Patience } from './stop.ts';
import { DEFAULT_PATIENCE } from './stop.ts';

/**
 * The shell in which the steps of a run live: new, or as an earlier process of the run left it in `kept.folder`.
 * @throws SessionError (French) when bash is missing or too old, when `dir` is not private, or the state damaged; Failure
 * `refused` when the state is kept for a group and somebody else could have written it.
 */
export async function openSession(options: SessionOptions): Promise<LocalSession> {
  const { PATH = '' } = options.env;
  const { path: bash, limits, fresh } = await requireBash(options.bash, options.env);
  preparePrivateFolder(options.dir);
  const { kept = { folder: options.dir, access: ownAccess } } = options;
  if (kept.folder !== options.dir) prepareKeptFolder(kept.folder, kept.access);
  makeFolders(join(options.dir, 'scripts'), 0o700);
  const stateFile = join(kept.folder, 'state.json');
  const stateCommands = join(options.dir, 'state.sh');
  const pipes = createPipes(join(options.dir, 'pipes'), PATH);
  const secrets = {
    names: new Set(options.secrets.keys()),
    isIn: createSecretFinder(new Map([...(options.guarded ?? []), ...options.secrets])),
  };
  let state = readStateFile(stateFile, options.dir) ?? initialState(options.cwd, options.variables);
  let written = JSON.stringify(state);
  // The state that the commands of the file restore: made anew whenever a session is opened, they need not survive a crash.
  let prepared: KeptState | null = null;
  let busy = false;
  const start = (script: string | null, stdio: 'captured' | Terminal): Promise<StartedBash> =>
    startBash({ bash, script, stateCommands, kept: kept.folder, env: options.env, pipes, stdio });

  async function run(step: StepScript | null, stdio: 'captured' | Terminal, how: Follow): Promise<Execution> {
    // Two at once would each start from the same state, and the last to end would erase what the other set.
    if (busy) throw new Error('a session executes one step at a time');
    busy = true;
    try {
      const { secrets, patience = DEFAULT_PATIENCE } = options;
      const script = step === null ? null : join(options.dir, 'scripts', `${step.name}.sh`);
      if (prepared !== state) write(stateCommands, Buffer.from(restoreCommands(state), 'latin1'));
      prepared = state;
      // A file of its own each time: bash reads a script as it goes, and an orphan may still be reading the last one.
      if (script && step) write(script, step.text);
      const end = await followBash(await start(script, stdio), { secrets, patience, ...how });
      return end.begun ? describeEnd(end, keep(end.report.capture, step === null)) : notStarted(end.reason);
    } catch (error) {
      if (error instanceof SessionError) return notStarted(error.message);
      throw error;
    } finally {
      busy = false;
    }
  }

  function keep(capture: Capture | 'none' | 'unreadable', interactive: boolean): StateCapture {
    if (capture === 'none') return { kept: false, reason: NO_CAPTURE };
    if (capture === 'unreadable') return { kept: false, reason: UNREADABLE };
    const cwd = toText(capture.cwd);
    if (!isFolder(cwd)) return { kept: false, reason: `le dossier courant « ${cwd} » n’existe plus` };
    const ownNames = interactive ? NAMES_OF_INTERACTIVE_BASH : NAMES_OF_BASH;
    const kept = keepState(capture, secrets, { fresh, ownNames });
    if ('refused' in kept) return { kept: false, reason: kept.refused };
    try {
      remember(kept.state);
    } catch (error) {
      return { kept: false, reason: `l’état n’a pas pu être écrit dans ${stateFile} (${systemCause(error)})` };
    }
    return { kept: true, notes: [...kept.notes, ...notesOnLosses(capture, options.secrets, limits)] };
  }

  function remember(next: KeptState): void {
    const text = JSON.stringify(next);
    if (text === written) return;
    writeStateFile(stateFile, next, options.dir, kept.access);
    state = next;
    written = text;
  }

  return {
    stateFile,
    state: () => describeState(state, fresh),
    execute: async (step, { terminal, ...how }) => {
      if (step.interactive && terminal === undefined) {
        return { outcome: 'not-started', reason: 'l’étape est interactive et il n’y a pas de terminal' };
      }
      return run(step, step.interactive && terminal ? terminal : 'captured', how);
    },
    shell: (terminal, how) => run(null, terminal, { onOutput: () => undefined, ...how }),
  };
}

/**
 * Not durable: made again before it is used.
 * @throws SessionError
 */
function write(path: string, content: string | Buffer): void {
  try {
    replaceFile(path, content);
  } catch (error) {
    throw new SessionError(`${path} ne peut pas être écrit (${systemCause(error)})`);
  }
}

const NO_CAPTURE =
  'l’étape n’a pas rendu son état (processus remplacé par exec, tué, ou trap EXIT posé par « builtin trap ») : ' +
  'l’étape suivante verra l’état d’avant celle-ci';

const UNREADABLE =
  'bash a écrit une variable sous une forme qui n’est pas comprise : l’étape suivante verra l’état d’avant celle-ci';

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function describeEnd(end: Ended, state: StateCapture): Execution {
  const { durationMs, survivors, stoppedBy } = end;
  const common = { durationMs, state, survivors, stoppedBy };
  if (end.signal !== null) return { outcome: 'signalled', signal: end.signal, ...common };
  return { outcome: 'exited', status: end.status ?? 0, ...common };
}

function notStarted(reason: string): Execution {
  return { outcome: 'not-started', reason };
}

export interface SessionOptions {
  /** Private folder, created 0700: what lasts as long as the session is open, such as the scripts of the steps. */
  readonly dir: string;
  /** Where the state is kept, for a session to come; in `dir` unless given. */
  readonly kept?: { readonly folder: string; readonly access: Access };
  /** Path of bash, 5.0 or newer. */
  readonly bash: string;
  /** Where the first step starts. */
  readonly cwd: string;
  /** The whole environment of the steps. */
  readonly env: Readonly<Record<string, string>>;
  /** Values of the runbook: shell variables, arrays for lists, not exported. */
  readonly variables: ReadonlyMap<string, VariableValue>;
  /** Shell variables, not exported, given to each step anew; neither they nor what holds one goes to disk. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Secrets that the steps are not given and might still print: what holds one does not go to disk either. */
  readonly guarded?: ReadonlyMap<string, string>;
  /** How long each signal of a stop is given. */
  readonly patience?: Patience;
}

export interface LocalSession extends Omit<Session, 'close'> {
  readonly stateFile: string;
}

type Follow = Omit<ExecuteOptions, 'terminal'>;
