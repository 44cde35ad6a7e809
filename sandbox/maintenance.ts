import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Sandbox } from './folder.ts';
import { inside } from './folder.ts';

/** True while users see the maintenance page: nginx shows it as long as this file is there. */
export function isClosed(sandbox: Sandbox): boolean {
  return existsSync(file(sandbox));
}

/** Ends the maintenance that a restoration has left. */
export async function endMaintenance(sandbox: Sandbox): Promise<void> {
  await rm(file(sandbox), { force: true });
}

function file(sandbox: Sandbox): string {
  return inside(sandbox, 'etc/maintenance');
}
