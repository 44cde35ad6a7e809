import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxError } from './error.ts';
import type { Sandbox } from './folder.ts';
import { inside } from './folder.ts';
import { freePort } from './ports.ts';
import type { ServiceUsers } from './users.ts';
import { serviceUsers } from './users.ts';

/** What others may need to know about a sandbox, kept in facts.json; its port never changes. */
export async function ensureFacts(sandbox: Sandbox): Promise<Facts> {
  const known = await readFacts(sandbox);
  const port = known?.port ?? (await freePort());
  const facts: Facts = {
    topology: 'native',
    profile: 'durci',
    port,
    baseUrl: `http://127.0.0.1:${port}`,
    users: serviceUsers(sandbox),
    postgresBin: await postgresBin(),
    paths: {
      root: sandbox.root,
      media: inside(sandbox, 'media'),
      backups: inside(sandbox, 'backups'),
      logs: inside(sandbox, 'logs'),
      dbSocket: inside(sandbox, 'run/db'),
      supervisorConfig: inside(sandbox, 'etc/supervisord.conf'),
    },
  };
  await writeFile(inside(sandbox, 'facts.json'), `${JSON.stringify(facts, undefined, 2)}\n`);
  await writeFile(inside(sandbox, 'base-url'), `${facts.baseUrl}\n`);
  return facts;
}

export async function readFacts(sandbox: Sandbox): Promise<Facts | undefined> {
  const path = inside(sandbox, 'facts.json');
  return existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : undefined;
}

/** Debian keeps each version's programs apart: 15 when it is there, as in production, else the newest. */
async function postgresBin() {
  const folder = '/usr/lib/postgresql';
  const versions = await readdir(folder).catch(() => []);
  const installed = versions.filter((version) => existsSync(join(folder, version, 'bin/initdb')));
  const version = installed.includes('15') ? '15' : installed.toSorted((a, b) => Number(b) - Number(a))[0];
  if (version === undefined) {
    throw new SandboxError(
      `Aucun serveur PostgreSQL dans ${folder}.`,
      'Installez-le : sudo apt-get install postgresql-15',
    );
  }
  return join(folder, version, 'bin');
}

export interface Facts {
  readonly topology: 'native';
  readonly profile: 'durci';
  readonly port: number;
  readonly baseUrl: string;
  readonly users: ServiceUsers;
  readonly postgresBin: string;
  readonly paths: {
    readonly root: string;
    readonly media: string;
    readonly backups: string;
    readonly logs: string;
    readonly dbSocket: string;
    readonly supervisorConfig: string;
  };
}
