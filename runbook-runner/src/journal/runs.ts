import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Access } from '../disk/access.ts';
import { namesIn } from '../disk/names-in.ts';
import { logsBeside } from './logs.ts';

/**
 * A name for a new run that sorts by time and can be typed: `20261121T031502Z-k4m7qx`.
 * `random` gives at least six bytes.
 */
export function newRunId(at: Date, random: Uint8Array): string {
  if (random.length < 6) throw new RangeError('a run id needs six random bytes');
  const instant = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const suffix = Array.from(random.subarray(0, 6), (byte) => BASE32[byte % 32]).join('');
  return `${instant}-${suffix}`;
}

/** Whether a text typed by the operator can be a run id; anything else must not become part of a path. */
export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/** Where the files of a run are, under `root`; nothing is created. Throws on what is no run id. */
export function runPaths(root: RunRoot, runId: string): RunPaths {
  if (!isRunId(runId)) throw new RangeError(`not a run id: ${JSON.stringify(runId)}`);
  const folder = join(root.folder, 'runs', runId);
  const journal = join(folder, 'journal.jsonl');
  return { runId, root, folder, journal, logs: logsBeside(journal) };
}

/**
 * Every run that left something in a folder under `root`, newest first: in an empty one not even a journal was made, and
 * nothing was launched. A root that does not exist has none.
 */
export function listRuns(root: RunRoot): readonly RunPaths[] {
  return namesIn(join(root.folder, 'runs'))
    .filter(isRunId)
    .sort()
    .reverse()
    .map((runId) => runPaths(root, runId))
    .filter(({ folder }) => !isEmpty(folder));
}

/** The runs of all these places, the last first. */
export function runsOf(roots: readonly RunRoot[]): readonly RunPaths[] {
  return roots.flatMap(listRuns).toSorted((a, b) => Number(a.runId < b.runId) - Number(a.runId > b.runId));
}

/** A place where runs are kept, and for whom. */
export interface RunRoot {
  readonly folder: string;
  readonly access: Access;
}

export interface RunPaths {
  readonly runId: string;
  readonly root: RunRoot;
  readonly folder: string;
  readonly journal: string;
  /** The masked output of each step. */
  readonly logs: string;
}

// RFC 4648 in lower case: neither 0 and o nor 1 and l can be mistaken for each other.
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const RUN_ID = /^\d{8}T\d{6}Z-[a-z2-7]{6}$/;

/** What cannot be read is not known to be empty: who reads its journal says why. */
function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}
