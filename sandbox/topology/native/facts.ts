import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxError } from '../../error.ts';
import type { Facts } from '../../facts.ts';
import { readFacts, writeFacts } from '../../facts.ts';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import type { ProfileName } from '../../profile/profiles.ts';
import { freeDoors } from './ports.ts';
import type { ServiceUsers } from './users.ts';
import { serviceUsers } from './users.ts';

/** Writes the facts of a native sandbox; its doors are chosen once and never change. */
export async function ensureFacts(sandbox: Sandbox, profile: ProfileName): Promise<NativeFacts> {
  const doors = (await readFacts(sandbox))?.doors ?? (await freeDoors());
  const facts: NativeFacts = {
    topology: 'native',
    profile,
    doors,
    baseUrl: `http://127.0.0.1:${doors.users}`,
    directUrl: `http://127.0.0.1:${doors.operators}`,
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
  await writeFacts(sandbox, facts);
  return facts;
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

export interface NativeFacts extends Facts {
  readonly users: ServiceUsers;
  /** Folder of PostgreSQL's programs. */
  readonly postgresBin: string;
  readonly paths: Facts['paths'] & { readonly dbSocket: string; readonly supervisorConfig: string };
}
