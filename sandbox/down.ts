import { readdir } from 'node:fs/promises';
import type { Sandbox } from './folder.ts';
import { folderExists, inside, removeFolder } from './folder.ts';
import type { Topology } from './topology/topology.ts';

/** Stops every process of the sandbox and removes its folder, backups included. Undefined when there was none. */
export async function down(sandbox: Sandbox, topology: Topology) {
  if (!(await folderExists(sandbox))) {
    await removeFolder(sandbox);
    return undefined;
  }
  const backups = await readdir(inside(sandbox, 'backups')).catch(() => []);
  const survivors = await topology.close();
  await removeFolder(sandbox);
  return { survivors, backups };
}
