import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { SandboxError } from '../../error.ts';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import type { ProfileName } from '../../profile/profiles.ts';
import { endSurvivors } from '../native/processes.ts';
import type { Topology } from '../topology.ts';
import { chooseDocker } from './choice.ts';
import { configure } from './configure.ts';
import { daemonAnswers, endDaemon, ensureDaemon } from './daemon.ts';
import { configFolder, docker, mustDocker } from './docker.ts';
import type { ComposeFacts } from './facts.ts';
import { ensureFacts, readComposeFacts } from './facts.ts';
import { ensureImages } from './images.ts';
import { ensurePlugins } from './plugins.ts';
import { answers, inService, nameOf, removeAll, start, states, stop, waitFor } from './services.ts';
import { hasSnapshot, restoreSnapshot, takeSnapshot } from './snapshot.ts';

/** Docker Compose as on the real platform, on the machine's Docker or on one that belongs to the sandbox. */
export function compose(sandbox: Sandbox, profile: ProfileName, say: (line: string) => void): Topology {
  return {
    packages: async () => {
      const { kind, imageSource } = (await readComposeFacts(sandbox))?.docker ?? (await chooseDocker(sandbox));
      if (kind === 'own') return OWN_DOCKER;
      return imageSource === 'debian' && sandbox.uid === 0 ? ['mmdebstrap'] : [];
    },
    configure: async (secrets) => {
      await mkdir(configFolder(sandbox), { recursive: true, mode: 0o700 });
      const known = await readComposeFacts(sandbox);
      const facts = await ensureFacts(sandbox, profile);
      if (known === undefined) sayChoice(facts, say);
      await configure(sandbox, facts, secrets);
      return facts;
    },
    deploy: () => deployFront(sandbox),
    open: async () => {
      const facts = await factsOf(sandbox);
      if (facts.docker.kind === 'own') await ensureDaemon(sandbox, facts);
      await ensurePlugins(sandbox, say);
      await ensureImages(sandbox, facts, say);
      await ensureNetwork(sandbox, facts);
    },
    clear: () => removeAll(sandbox),
    start: (services) => start(sandbox, services),
    stop: (services) => stop(sandbox, services),
    states: () => states(sandbox),
    inService: (service, command, input) => inService(sandbox, service, command, input),
    answers: (service) => answers(sandbox, service),
    waitFor: (services) => waitFor(sandbox, services),
    journal: (service) => `docker compose logs ${nameOf(service)}`,
    snapshot: {
      exists: () => hasSnapshot(sandbox),
      take: () => takeSnapshot(sandbox),
      restore: () => restoreSnapshot(sandbox),
    },
    close: () => close(sandbox),
  };
}

/** Removes the project and, with the sandbox's own Docker, everything. */
async function close(sandbox: Sandbox) {
  const facts = await readComposeFacts(sandbox);
  if (facts === undefined) return [];
  if (await daemonAnswers(sandbox)) {
    await removeAll(sandbox, 120_000);
    await docker(sandbox, ['network', 'rm', facts.docker.network], { timeout: 20_000 });
  } else if (facts.docker.kind === 'machine') {
    throw new SandboxError(
      `Le Docker de la machine ne répond pas (${facts.docker.host}) : les conteneurs du projet ${facts.docker.project} y restent.`,
      'Démarrez-le, puis relancez la commande.',
    );
  }
  if (facts.docker.kind === 'machine') return [];
  await endDaemon(sandbox, facts.docker.bridge);
  return endSurvivors(sandbox);
}

async function ensureNetwork(sandbox: Sandbox, { docker: { network, bridge } }: ComposeFacts) {
  if ((await docker(sandbox, ['network', 'inspect', network])).exitCode === 0) return;
  const named = bridge ? ['--opt', `com.docker.network.bridge.name=${bridge}`] : [];
  await mustDocker(sandbox, ['network', 'create', ...named, network]);
}

/** nginx reads the folder through a mount: the folder stays, its contents change. */
async function deployFront(sandbox: Sandbox) {
  const www = inside(sandbox, 'www');
  for (const name of await readdir(www)) await rm(join(www, name), { recursive: true });
  await cp(join(import.meta.dirname, '../../platform/front'), www, { recursive: true });
  await execa('chmod', ['--recursive', 'u=rwX,go=rX', www]);
}

async function factsOf(sandbox: Sandbox) {
  const facts = await readComposeFacts(sandbox);
  if (facts !== undefined) return facts;
  throw new SandboxError(
    `Il n’y a pas de bac à sable en topologie compose dans ${sandbox.link}.`,
    'Mettez-le en service : npm run sandbox -- up --topology compose',
  );
}

function sayChoice({ docker: { kind, reason, project }, images }: ComposeFacts, say: (line: string) => void) {
  say(`Docker : ${reason}.`);
  if (kind === 'machine') say(`Le projet s’y appelle ${project}, comme son réseau : rien d’autre n’y est touché.`);
  say(`Images : ${images.db}, ${images.redis}, ${images.nginx}, ${images.backend}.`);
}

const OWN_DOCKER = ['docker.io', 'iptables', 'iproute2', 'mmdebstrap'];
