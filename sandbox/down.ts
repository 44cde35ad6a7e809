import { readdir } from 'node:fs/promises';
import type { Sandbox } from './folder.ts';
import { folderExists, inside, removeFolder } from './folder.ts';
import { endSurvivors } from './processes.ts';
import { shutdown } from './supervisor.ts';

/** Stops every process of the sandbox and removes its folder, backups included. Undefined when there was none. */
export async function down(sandbox: Sandbox) {
  if (!(await folderExists(sandbox))) {
    await removeFolder(sandbox);
    return undefined;
  }
  const backups = await readdir(inside(sandbox, 'backups')).catch(() => []);
  await shutdown(sandbox);
  const survivors = await endSurvivors(sandbox);
  await removeFolder(sandbox);
  return { survivors, backups };
}
