import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { Sandbox } from './folder.ts';
import { inside } from './folder.ts';
import type { ProfileName } from './profile/profiles.ts';

/** Keeps what others may need to know about the sandbox: facts.json, and one value a file for the targets. */
export async function writeFacts(sandbox: Sandbox, facts: Facts) {
  await writeFile(inside(sandbox, 'facts.json'), `${JSON.stringify(facts, undefined, 2)}\n`);
  await writeFile(inside(sandbox, 'base-url'), `${facts.baseUrl}\n`);
  await writeFile(inside(sandbox, 'direct-url'), `${facts.directUrl}\n`);
  await writeFile(inside(sandbox, 'media-dir'), `${facts.paths.media}\n`);
}

export async function readFacts(sandbox: Sandbox): Promise<Facts | undefined> {
  const path = inside(sandbox, 'facts.json');
  return existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : undefined;
}

export const TOPOLOGIES = ['native', 'compose'] as const;
export type TopologyName = (typeof TOPOLOGIES)[number];

/** Ports of nginx on the loopback: the users' one, which the maintenance page can close, and the operators'. */
export interface Doors {
  readonly users: number;
  readonly operators: number;
}

export interface Facts {
  /** What keeps the services. */
  readonly topology: TopologyName;
  /** Which state of the platform it shows. */
  readonly profile: ProfileName;
  readonly doors: Doors;
  /** Where users come. */
  readonly baseUrl: string;
  /** Where operators come, whether or not users see the maintenance page. */
  readonly directUrl: string;
  readonly paths: {
    readonly root: string;
    /** Where the backend sees the media. */
    readonly media: string;
    readonly backups: string;
    readonly logs: string;
  };
}
