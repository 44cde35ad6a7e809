import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceDurably } from '../disk/replace-file.ts';
import type { RunPaths } from './runs.ts';

const purge = z.strictObject({
  /** ISO instant. */
  at: z.iso.datetime(),
  by: z.string(),
  /** What was on the disk then. */
  bytes: z.int().min(0),
});

/** That the outputs of a run were removed on purpose: their absence is no damage. */
export type Purge = Readonly<z.infer<typeof purge>>;

/** Null: its outputs were never removed; or the mark is not one that was written here. */
export function readPurge({ folder }: RunPaths): Purge | null {
  try {
    const path = join(folder, MARK);
    return lstatSync(path).isFile() ? purge.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
  } catch {
    return null;
  }
}

/** Durable before anything is removed. */
export function markPurged({ folder, root }: RunPaths, mark: Purge): void {
  replaceDurably(join(folder, MARK), `${JSON.stringify(mark)}\n`, root.access);
}

const MARK = 'purged.json';
