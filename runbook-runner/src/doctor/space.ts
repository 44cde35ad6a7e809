import { existsSync, readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCause } from '../disk/cause.ts';
import { formatBytes } from '../french/bytes.ts';
import type { RunRoot } from '../journal/runs.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, wrong } from './finding.ts';

/** What is left on the disks of these places; a disk that holds several is told once. */
export async function lookAtSpace(places: readonly Place[], roots: readonly RunRoot[]): Promise<readonly Finding[]> {
  const largest = Math.max(...roots.map(largestRun));
  const needed = Math.max(COMFORT, 2 * largest);
  const disks = new Map<number | string, Place[]>();
  for (const place of places) {
    const disk = deviceOf(place.path);
    disks.set(disk, [...(disks.get(disk) ?? []), place]);
  }
  return Promise.all(
    [...disks.values()].map(async (together) => {
      const [{ path } = { path: '/' }] = together;
      const title = `place (${together.map(({ name }) => name).join(', ')})`;
      const blocksAll = together.some(({ must }) => must);
      const looked: Looked = { subject: 'space', id: `space:${path}`, title, blocksAll };
      return lookAtDisk(looked, path, needed, largest);
    }),
  );
}

/** A folder in which a run writes; it may not exist yet. */
export interface Place {
  /** In French. */
  readonly name: string;
  readonly path: string;
  /** Without room there no run can begin. */
  readonly must: boolean;
}

/** The folder itself, or the nearest above it that exists: where it would be made. */
export function nearestFolder(path: string): string {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder) || folder === dirname(folder)) return folder;
  }
}

/** Below, a journal and the outputs of a few steps do not fit. */
const LEAST = 16_000_000;
/** Below, a run may fill the disk; twice the largest known run when that is more. */
const COMFORT = 64_000_000;
/** A run makes some ten files for each step. */
const LEAST_FILES = 1000;

async function lookAtDisk(looked: Looked, path: string, needed: number, largest: number): Promise<Finding> {
  try {
    const { bavail, bsize, files, ffree } = await statfs(nearestFolder(path));
    const free = bavail * bsize;
    const facts = { path, freeBytes: free, neededBytes: needed, largestRunBytes: largest, freeFiles: ffree };
    const action = 'faites de la place ; runbook history --purge-before 90j montre ce qui peut être effacé';
    const left = `il reste ${formatBytes(free)}`;
    const full = looked.blocksAll ? 'failed' : 'warning';
    if (free < LEAST)
      return wrong(looked, full, `${left}, et il en faut ${formatBytes(LEAST)} pour commencer`, action, facts);
    // Some file systems make files as long as there is room, and count none.
    if (files > 0 && ffree < LEAST_FILES)
      return wrong(looked, full, `il ne reste que ${ffree} fichiers (inodes) à créer`, action, facts);
    if (free < needed) {
      const why =
        needed > COMFORT
          ? `le double de la plus grosse exécution, ${formatBytes(largest)}`
          : 'de quoi garder les sorties';
      return wrong(
        { ...looked, blocksAll: false },
        'warning',
        `${left}, moins que ${formatBytes(needed)} (${why})`,
        action,
        facts,
      );
    }
    return fine(looked, left, facts);
  } catch (error) {
    return wrong(looked, 'failed', `ne peut pas être lue (${systemCause(error)})`, null, { path });
  }
}

function deviceOf(path: string): number | string {
  try {
    return statSync(nearestFolder(path)).dev;
  } catch {
    return path;
  }
}

function largestRun({ folder }: RunRoot): number {
  const runs = join(folder, 'runs');
  if (!existsSync(runs)) return 0;
  const sizes = new Map<string, number>();
  for (const entry of entriesBelow(runs)) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const run = file.slice(runs.length + 1).split('/', 1)[0] ?? '';
    sizes.set(run, (sizes.get(run) ?? 0) + (statSync(file, { throwIfNoEntry: false })?.size ?? 0));
  }
  return Math.max(0, ...sizes.values());
}

function entriesBelow(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true });
  } catch {
    return [];
  }
}
