import type { Facts } from './facts.ts';
import { readFacts } from './facts.ts';
import type { Sandbox } from './folder.ts';
import { folderExists } from './folder.ts';
import type { Service } from './service.ts';
import { answers, SERVICES } from './service.ts';
import { states, supervisorAnswers } from './supervisor.ts';

/** The state of each service as its supervisor sees it, and whether it really answers. Undefined: no sandbox here. */
export async function status(sandbox: Sandbox): Promise<Status | undefined> {
  const facts = (await folderExists(sandbox)) ? await readFacts(sandbox) : undefined;
  if (facts === undefined) return undefined;

  const supervised = (await supervisorAnswers(sandbox)) ? await states(sandbox) : new Map<Service, string>();
  const services = await Promise.all(
    SERVICES.map(async (service) => {
      const state = supervised.get(service) ?? 'STOPPED';
      return { service, state, answers: state === 'RUNNING' && (await answers(sandbox, service)) };
    }),
  );
  return { facts, services };
}

export interface Status {
  readonly facts: Facts;
  readonly services: readonly { readonly service: Service; readonly state: string; readonly answers: boolean }[];
}
