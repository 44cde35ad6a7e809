import { ARCHIVES } from './archives.ts';
import { AWK } from './awk.ts';
import { BACKUP_TOOLS } from './backup-tools.ts';
import { CACHE } from './cache.ts';
import { CLOUD } from './cloud.ts';
import { CLUSTERS } from './clusters.ts';
import { DATABASE } from './database.ts';
import { DISK } from './disk.ts';
import { DJANGO } from './django.ts';
import { DOCKER } from './docker.ts';
import type { Entry } from './entry.ts';
import { FILES } from './files.ts';
import { FIND } from './find.ts';
import { GIT } from './git.ts';
import { INFRASTRUCTURE } from './infrastructure.ts';
import { INTERFACES } from './interfaces.ts';
import { INTERPRETERS } from './interpreters.ts';
import { KUBERNETES } from './kubernetes.ts';
import { NETWORK } from './network.ts';
import { OPENSSL } from './openssl.ts';
import { OTHER_DATABASES } from './other-databases.ts';
import { PACKAGES } from './packages.ts';
import { PROCESSES } from './processes.ts';
import { READERS } from './readers.ts';
import { SED } from './sed.ts';
import { SERVERS } from './servers.ts';
import { SERVICES } from './services.ts';
import { SSH } from './ssh.ts';
import { SYNCHRONIZATION } from './synchronization.ts';
import { SYSTEM } from './system.ts';
import { VIRTUAL_MACHINES } from './virtual-machines.ts';
import { FOREIGN_SHELLS, WRAPPING } from './wrappers.ts';

/** What is known about a command, by its name without folder; undefined: nothing. */
export function entryOf(name: string): Entry | undefined {
  byName ??= new Map(CATALOGUE.flatMap((entry) => entry.names.map((known) => [known, entry] as const)));
  return byName.get(name) ?? byName.get(name.replace(/^(mkfs|python|pypy|php|ruby|lua)(\d[\d.]*|\.\w+)$/u, '$1'));
}

let byName: ReadonlyMap<string, Entry> | undefined;

/** Every entry, family by family. */
export const CATALOGUE: readonly Entry[] = [
  ...READERS,
  AWK,
  SED,
  FIND,
  ...FILES,
  ...ARCHIVES,
  ...SYNCHRONIZATION,
  ...DISK,
  ...DATABASE,
  ...DJANGO,
  ...DOCKER,
  ...KUBERNETES,
  ...SERVERS,
  ...VIRTUAL_MACHINES,
  ...INFRASTRUCTURE,
  ...CLUSTERS,
  ...CLOUD,
  ...CACHE,
  ...SERVICES,
  ...PROCESSES,
  ...GIT,
  ...BACKUP_TOOLS,
  ...NETWORK,
  SSH,
  ...OTHER_DATABASES,
  ...OPENSSL,
  ...INTERFACES,
  ...PACKAGES,
  ...SYSTEM,
  ...INTERPRETERS,
  FOREIGN_SHELLS,
  ...WRAPPING,
];
