import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunPaths } from './runs.ts';

/** How many bytes a purge would give back; null: there is nothing left to remove. */
export function removableBytes(paths: RunPaths): number | null {
  const folders = removableFolders(paths);
  return folders.length === 0 ? null : folders.reduce((sum, folder) => sum + bytesBelow(folder), 0);
}

/** Removes the outputs and the kept shell of a run. Its journal and its reports, which are files, stay. */
export function removeOutputs(paths: RunPaths): void {
  for (const folder of removableFolders(paths)) rmSync(folder, { recursive: true, force: true });
}

// A link is no folder here: what it leads to is not of the run.
function removableFolders({ folder }: RunPaths): readonly string[] {
  if (!lstatSync(folder).isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0);
}
