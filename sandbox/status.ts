import type { Facts } from './facts.ts';
import { readFacts } from './facts.ts';
import type { Sandbox } from './folder.ts';
import { folderExists } from './folder.ts';
import { isClosed } from './maintenance.ts';
import type { Service } from './platform/services.ts';
import { SERVICES } from './platform/services.ts';
import type { Topology } from './topology/topology.ts';

/** The state of each service, and whether it really answers. Undefined: no sandbox here. */
export async function status(sandbox: Sandbox, topology: Topology): Promise<Status | undefined> {
  const facts = (await folderExists(sandbox)) ? await readFacts(sandbox) : undefined;
  if (facts === undefined) return undefined;

  const states = await topology.states();
  const services = await Promise.all(
    SERVICES.map(async (service) => {
      const state = states.get(service) ?? 'STOPPED';
      return {
        service,
        state,
        journal: topology.journal(service),
        answers: state === 'RUNNING' && (await topology.answers(service)),
      };
    }),
  );
  return { facts, closed: isClosed(sandbox), services };
}

export interface Status {
  readonly facts: Facts;
  /** Users see the maintenance page. */
  readonly closed: boolean;
  readonly services: readonly ServiceStatus[];
}

interface ServiceStatus {
  readonly service: Service;
  readonly state: string;
  readonly journal: string;
  readonly answers: boolean;
}
