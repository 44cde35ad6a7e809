import { existsSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** The folders that would have to be made to have this one, the deepest first. */
export function missingFolders(path: string): readonly string[] {
  const above = dirname(path);
  return existsSync(path) || above === path ? [] : [path, ...missingFolders(above)];
}

/** Removes those of these folders that were made since and are empty: in the others somebody has begun to work. */
export function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}
