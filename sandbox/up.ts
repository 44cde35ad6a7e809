import type { Facts } from './facts.ts';
import { readFacts } from './facts.ts';
import type { Sandbox } from './folder.ts';
import { folderExists, makeFolder } from './folder.ts';
import { endMaintenance } from './maintenance.ts';
import { ensurePackages } from './packages.ts';
import { migrate, seed } from './platform/application.ts';
import { ensureDatabase } from './platform/database.ts';
import { SERVICES } from './platform/services.ts';
import { ensureSecrets } from './secrets.ts';
import type { Topology } from './topology/topology.ts';

/** Brings the sandbox up, from nothing or from wherever it stands; returns once every service really answers. */
export async function up(sandbox: Sandbox, topology: Topology, say: (line: string) => void): Promise<Facts> {
  const running = await alreadyUp(sandbox, topology);
  if (running) {
    say('Le bac à sable est déjà en service.');
    return running;
  }

  await ensurePackages(await topology.packages(), say);
  await makeFolder(sandbox);
  const secrets = await ensureSecrets(sandbox);
  const facts = await topology.configure(secrets);
  await topology.deploy();

  await topology.open();
  if (!topology.snapshot.exists()) {
    // An `up` that was cut short leaves a half-filled platform: begin again from nothing.
    await topology.clear();
    await topology.start(['db', 'redis']);
    await topology.waitFor(['db', 'redis']);
    say('Création de la base et des données fictives…');
    await ensureDatabase(topology);
    await migrate(topology);
    say(`Données : ${await seed(topology, secrets)}`);
    await topology.stop(['db']);
    await topology.snapshot.take();
  }
  await topology.start(SERVICES);
  await topology.waitFor(SERVICES);
  await endMaintenance(sandbox);
  return facts;
}

async function alreadyUp(sandbox: Sandbox, topology: Topology) {
  if (!(await folderExists(sandbox)) || !topology.snapshot.exists()) return undefined;
  const current = await topology.states();
  if (SERVICES.some((service) => current.get(service) !== 'RUNNING')) return undefined;
  await makeFolder(sandbox);
  await topology.waitFor(SERVICES);
  return readFacts(sandbox);
}
