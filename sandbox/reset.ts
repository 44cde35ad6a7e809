import { configure } from './configure.ts';
import { SandboxError } from './error.ts';
import { ensureFacts } from './facts.ts';
import type { Sandbox } from './folder.ts';
import { folderExists } from './folder.ts';
import { endSurvivors } from './processes.ts';
import { ensureSecrets } from './secrets.ts';
import { SERVICES, waitFor } from './service.ts';
import { hasSnapshot, restoreSnapshot } from './snapshot.ts';
import { ensureSupervisor, start, stop, supervisorPid } from './supervisor.ts';

/**
 * Puts the seeded state back, whatever happened to the database, the media or the services, and waits until every
 * service answers. Redis keeps nothing on disk: stopping it empties it. `backups/` is left as it is.
 */
export async function reset(sandbox: Sandbox) {
  if (!(await folderExists(sandbox)) || !hasSnapshot(sandbox)) {
    throw new SandboxError(
      `Il n’y a pas d’état de départ à remettre dans ${sandbox.link}.`,
      'Mettez d’abord le bac à sable en service : npm run sandbox -- up',
    );
  }
  const facts = await ensureFacts(sandbox);
  await configure(sandbox, facts, await ensureSecrets(sandbox));
  await ensureSupervisor(sandbox);
  await stop(sandbox, SERVICES);
  await endSurvivors(sandbox, { keep: await supervisorPid(sandbox) });
  await restoreSnapshot(sandbox);
  await start(sandbox, SERVICES);
  await waitFor(sandbox, SERVICES);
  return facts;
}
