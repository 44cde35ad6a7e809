import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import { SERVICES } from '../../platform/services.ts';
import type { ProfileName } from '../../profile/profiles.ts';
import type { Topology } from '../topology.ts';
import { forgetPlatform } from './cluster.ts';
import { configure } from './configure.ts';
import { ensureFacts } from './facts.ts';
import { answers, inService, waitFor } from './launchers.ts';
import { endSurvivors } from './processes.ts';
import { nativePackages } from './requirements.ts';
import { hasSnapshot, restoreSnapshot, takeSnapshot } from './snapshot.ts';
import { deploySources } from './sources.ts';
import { ensureSupervisor, shutdown, start, states, stop, supervisorAnswers, supervisorPid } from './supervisor.ts';

/** Debian's own programs, each under its system user, kept by a supervisord that belongs to the sandbox. */
export function native(sandbox: Sandbox, profile: ProfileName): Topology {
  const stopAll = async () => {
    await stop(sandbox, SERVICES);
    await endSurvivors(sandbox, { keep: await supervisorPid(sandbox) });
  };
  return {
    packages: nativePackages,
    configure: async (secrets) => {
      const facts = await ensureFacts(sandbox, profile);
      await configure(sandbox, facts, secrets);
      return facts;
    },
    deploy: () => deploySources(sandbox, profile),
    open: () => ensureSupervisor(sandbox),
    clear: async () => {
      await stopAll();
      await forgetPlatform(sandbox);
    },
    start: (services) => start(sandbox, services),
    stop: (services) => stop(sandbox, services),
    states: async () => ((await supervisorAnswers(sandbox)) ? states(sandbox) : new Map()),
    inService: (service, command, input) => inService(sandbox, service, command, input),
    answers: (service) => answers(sandbox, service),
    journal: (service) => inside(sandbox, 'logs', `${service}.log`),
    waitFor: (services) => waitFor(sandbox, services),
    snapshot: {
      exists: () => hasSnapshot(sandbox),
      take: () => takeSnapshot(sandbox),
      restore: async () => {
        await stopAll();
        await restoreSnapshot(sandbox);
      },
    },
    close: async () => {
      await shutdown(sandbox);
      return endSurvivors(sandbox);
    },
  };
}
