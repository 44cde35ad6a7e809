import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether a folder of `path` has this command, or it is a path itself, and we may execute it. */
export async function isInPath(command: string, path: string): Promise<boolean> {
  if (command.includes('/')) return isExecutable(command);
  for (const folder of path.split(':')) if (await isExecutable(join(folder, command))) return true;
  return false;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    async () => (await stat(file)).isFile(),
    () => false,
  );
}
