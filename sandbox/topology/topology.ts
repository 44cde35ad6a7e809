import type { Facts } from '../facts.ts';
import type { Service } from '../platform/services.ts';
import type { Secrets } from '../secrets.ts';

/** How one sandbox keeps the services of the platform: what starts them, where they write, how to enter them. */
export interface Topology {
  /** The Debian packages that it is made of. */
  readonly packages: () => Promise<readonly string[]>;
  /** Writes the folders, the profile's configuration and facts.json. Starts nothing; may be run again. */
  readonly configure: (secrets: Secrets) => Promise<Facts>;
  /** Puts the platform's sources where its services read them. No service may run. */
  readonly deploy: () => Promise<void>;
  /** Starts what keeps the services, when it does not run; the services stay as they are. */
  readonly open: () => Promise<void>;
  /** Empties the platform: every service is stopped, the database has no table, the media have no copy. */
  readonly clear: () => Promise<void>;
  /** Starts those of the services that do not run; throws with their last lines when one cannot. */
  readonly start: (services: readonly Service[]) => Promise<void>;
  readonly stop: (services: readonly Service[]) => Promise<void>;
  /** State of each service in the words of what keeps them, RUNNING when it runs; empty when nothing keeps them. */
  readonly states: () => Promise<ReadonlyMap<Service, string>>;
  /** Runs a command inside a service. Returns stdout; a failure names the command and its output. */
  readonly inService: (service: Service, command: readonly string[], input?: string) => Promise<string>;
  /** Asks a service once whether it really works. */
  readonly answers: (service: Service) => Promise<boolean>;
  /** Where the journal of a service is: a file, or the command that shows it. */
  readonly journal: (service: Service) => string;
  /** Waits until the services really answer, side by side; throws with the last answer of those that do not. */
  readonly waitFor: (services: readonly Service[]) => Promise<void>;
  /** The files of the database and the media as they were seeded. */
  readonly snapshot: Snapshot;
  /** Stops every service and what keeps them. Returns the processes that had to be ended one by one. */
  readonly close: () => Promise<readonly SandboxProcess[]>;
}

export interface Snapshot {
  /** True once the seeded state has been kept whole. */
  readonly exists: () => boolean;
  /** Keeps the files as they are. PostgreSQL must be stopped. */
  readonly take: () => Promise<void>;
  /** Stops every service and puts the files back in the place of whatever is there. */
  readonly restore: () => Promise<void>;
}

export interface SandboxProcess {
  readonly pid: number;
  readonly name: string;
}
