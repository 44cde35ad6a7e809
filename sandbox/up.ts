import { rm } from 'node:fs/promises';
import { deploySources, migrate, seed } from './application.ts';
import { configure } from './configure.ts';
import { ensureCluster, ensureDatabase } from './database.ts';
import type { Facts } from './facts.ts';
import { ensureFacts, readFacts } from './facts.ts';
import type { Sandbox } from './folder.ts';
import { folderExists, inside, makeFolder } from './folder.ts';
import { ensurePackages } from './packages.ts';
import { endSurvivors } from './processes.ts';
import { nativePackages } from './requirements.ts';
import { ensureSecrets } from './secrets.ts';
import { SERVICES, waitFor } from './service.ts';
import { hasSnapshot, takeSnapshot } from './snapshot.ts';
import { ensureSupervisor, start, states, stop, supervisorAnswers, supervisorPid } from './supervisor.ts';

/** Brings the sandbox up, from nothing or from wherever it stands; returns once every service really answers. */
export async function up(sandbox: Sandbox, say: (line: string) => void): Promise<Facts> {
  const running = await alreadyUp(sandbox);
  if (running) {
    say('Le bac à sable est déjà en service.');
    return running;
  }

  await ensurePackages(await nativePackages(), say);
  await makeFolder(sandbox);
  const facts = await ensureFacts(sandbox);
  const secrets = await ensureSecrets(sandbox);
  await configure(sandbox, facts, secrets);
  await deploySources(sandbox);

  await ensureSupervisor(sandbox);
  if (!hasSnapshot(sandbox)) await forgetUnfinished(sandbox);
  await ensureCluster(sandbox);
  await start(sandbox, ['db', 'redis']);
  await waitFor(sandbox, ['db', 'redis']);
  if (!hasSnapshot(sandbox)) {
    say('Création de la base et des données fictives…');
    await ensureDatabase(sandbox, secrets.dbPassword);
    await migrate(sandbox);
    say(`Données : ${await seed(sandbox, secrets)}`);
    await stop(sandbox, ['db']);
    await takeSnapshot(sandbox);
  }
  await start(sandbox, SERVICES);
  await waitFor(sandbox, SERVICES);
  return facts;
}

/** An `up` that was cut short leaves a half-filled platform: begin again from nothing. */
async function forgetUnfinished(sandbox: Sandbox) {
  await stop(sandbox, SERVICES);
  await endSurvivors(sandbox, { keep: await supervisorPid(sandbox) });
  await rm(inside(sandbox, 'db/data'), { recursive: true, force: true });
  await rm(inside(sandbox, 'media/copies'), { recursive: true, force: true });
}

async function alreadyUp(sandbox: Sandbox) {
  if (!(await folderExists(sandbox)) || !hasSnapshot(sandbox) || !(await supervisorAnswers(sandbox))) return undefined;
  const current = await states(sandbox);
  if (SERVICES.some((service) => current.get(service) !== 'RUNNING')) return undefined;
  await makeFolder(sandbox);
  await waitFor(sandbox, SERVICES);
  return readFacts(sandbox);
}
