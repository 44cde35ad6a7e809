import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether a folder of `path` has this command and we may execute it. */
export async function isInPath(command: string, path: string): Promise<boolean> {
  for (const folder of path.split(':')) {
    const found = await access(join(folder, command), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
