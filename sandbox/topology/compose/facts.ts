import { basename } from 'node:path';
import type { Facts } from '../../facts.ts';
import { readFacts, writeFacts } from '../../facts.ts';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import type { ProfileName } from '../../profile/profiles.ts';
import { freeDoors } from '../native/ports.ts';
import type { DockerChoice } from './choice.ts';
import { chooseDocker } from './choice.ts';
import type { ImageNames } from './image-names.ts';
import { imageNames } from './image-names.ts';

/** Writes the facts of a Compose sandbox; its doors, its Docker and the source of its images are chosen once. */
export async function ensureFacts(sandbox: Sandbox, profile: ProfileName): Promise<ComposeFacts> {
  const before = await readComposeFacts(sandbox);
  const doors = before?.doors ?? (await freeDoors());
  const docker = before?.docker ?? dockerFacts(sandbox, await chooseDocker(sandbox));
  const facts: ComposeFacts = {
    topology: 'compose',
    profile,
    doors,
    baseUrl: `http://127.0.0.1:${doors.users}`,
    directUrl: `http://127.0.0.1:${doors.operators}`,
    docker,
    images: await imageNames(docker.imageSource, profile),
    paths: {
      root: sandbox.root,
      media: '/app/media',
      backups: inside(sandbox, 'backups'),
      logs: inside(sandbox, 'logs'),
    },
  };
  await writeFacts(sandbox, facts);
  return facts;
}

export async function readComposeFacts(sandbox: Sandbox): Promise<ComposeFacts | undefined> {
  const facts = await readFacts(sandbox);
  return facts?.topology === 'compose' ? (facts as ComposeFacts) : undefined;
}

/** On a Docker of our own nobody else can bear the same names; on the machine's, the sandbox's names are its own. */
function dockerFacts(sandbox: Sandbox, choice: DockerChoice): ComposeFacts['docker'] {
  const own = basename(sandbox.root);
  if (choice.kind === 'machine') return { ...choice, project: own, network: own };
  const bridge = `kg-${own.slice(own.lastIndexOf('-') + 1)}`;
  return { ...choice, project: 'docker', network: 'korrigo', bridge };
}

export interface ComposeFacts extends Facts {
  readonly topology: 'compose';
  readonly docker: DockerChoice & {
    readonly project: string;
    readonly network: string;
    /** The interface of the network, when the daemon is the sandbox's own: its name, to find it again. */
    readonly bridge?: string;
  };
  readonly images: ImageNames;
}
