import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ownAccess } from '../../runbook-runner/src/disk/access.ts';
import { decodeLine } from '../../runbook-runner/src/journal/line.ts';
import { readJournal } from '../../runbook-runner/src/journal/open.ts';
import type { JournalRecord } from '../../runbook-runner/src/journal/record.ts';
import type { RunState } from '../../runbook-runner/src/journal/replay.ts';
import { replay } from '../../runbook-runner/src/journal/replay.ts';
import { listRuns } from '../../runbook-runner/src/journal/runs.ts';
import type { Place } from '../support/runbook-cli.ts';

type Runner = ReturnType<Place['start']>;

/** When, in which step, the runner dies. */
interface Death {
  readonly step: string;
  /** Milliseconds after the journal said that the step started. */
  readonly delayMs: number;
}

/**
 * Kills `runner` with SIGKILL in the step that `death` names, as soon as the journal says that it started.
 * @returns what the journal then says of the run. Throws, with all that the runner said, when it ended before.
 */
export async function killInStep(place: Place, runner: Runner, death: Death): Promise<RunState> {
  const seen = followJournal(place);
  let ended = false;
  void runner.finally(() => {
    ended = true;
  });
  try {
    while (!seen.started(death.step)) {
      if (ended) {
        const { exitCode, stdout, stderr } = await runner;
        throw new Error(`the runner ended (${exitCode}) before « ${death.step} » started:\n${stdout}\n${stderr}`);
      }
      await setTimeout(1);
    }
    if (death.delayMs > 0) await setTimeout(death.delayMs);
  } finally {
    // Also when this throws: a run that goes on would hold its target from all that follows.
    runner.kill('SIGKILL');
    await runner;
  }
  return stateOf(place);
}

/** What the journal of the newest run says. */
function stateOf(place: Place): RunState {
  const path = newestJournal(place);
  if (path === null) throw new Error('no run has a journal');
  return replay(readJournal(path).records);
}

/** Reads what is added to the newest journal from now on: an earlier start of the same step is not this one. */
function followJournal(place: Place): { readonly started: (step: string) => boolean } {
  let path = newestJournal(place);
  // Whole lines only: what a killed runner left of its last line will be cut off by the next.
  let position = path === null ? 0 : readFileSync(path).lastIndexOf('\n') + 1;
  const buffer = Buffer.alloc(1 << 20);
  const added = (): readonly JournalRecord[] => {
    const newest = newestJournal(place);
    if (newest === null) return [];
    if (newest !== path) [path, position] = [newest, 0];
    const records: JournalRecord[] = [];
    const bytes = readFrom(newest, position, buffer);
    let start = 0;
    for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', start)) {
      const decoded = decodeLine(bytes.subarray(start, end));
      // Read while it is written, a line that crosses two pages of memory may still be zeros in the first: it is read again.
      if (!decoded.ok) break;
      records.push(JSON.parse(decoded.json));
      start = end + 1;
    }
    position += start;
    return records;
  };
  return { started: (step) => added().some((record) => record.type === 'started' && record.step === step) };
}

function newestJournal(place: Place): string | null {
  const [newest] = listRuns({ folder: join(place.state, 'runbook'), access: ownAccess });
  return newest !== undefined && existsSync(newest.journal) ? newest.journal : null;
}

function readFrom(path: string, position: number, buffer: Buffer): Buffer {
  const file = openSync(path, 'r');
  try {
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, position));
  } finally {
    closeSync(file);
  }
}
