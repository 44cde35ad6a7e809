import { SandboxError } from './error.ts';
import type { Sandbox } from './folder.ts';
import { folderExists } from './folder.ts';
import { endMaintenance } from './maintenance.ts';
import { SERVICES } from './platform/services.ts';
import { ensureSecrets } from './secrets.ts';
import type { Topology } from './topology/topology.ts';

/**
 * Puts the seeded state back, whatever happened to the database, the media or the services, and waits until every
 * service answers. Redis keeps nothing on disk: stopping it empties it. `backups/` is left as it is.
 */
export async function reset(sandbox: Sandbox, topology: Topology) {
  if (!(await folderExists(sandbox)) || !topology.snapshot.exists()) {
    throw new SandboxError(
      `Il n’y a pas d’état de départ à remettre dans ${sandbox.link}.`,
      'Mettez d’abord le bac à sable en service : npm run sandbox -- up',
    );
  }
  const facts = await topology.configure(await ensureSecrets(sandbox));
  await topology.open();
  await topology.snapshot.restore();
  await topology.start(SERVICES);
  await topology.waitFor(SERVICES);
  await endMaintenance(sandbox);
  return facts;
}
