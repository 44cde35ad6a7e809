import { execa } from 'execa';
import { SandboxError } from '../../error.ts';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import type { Service } from '../../platform/services.ts';

/** Runs a command inside a service, through its launcher in `bin/`. */
export async function inService(sandbox: Sandbox, service: Service, command: readonly string[], input?: string) {
  const result = await execa(inside(sandbox, 'bin', service), [...command], {
    reject: false,
    all: true,
    input: input ?? '',
  });
  if (result.exitCode === 0) return result.stdout;
  const lastLines = (result.all ?? '').split('\n').slice(-12).join('\n');
  throw new SandboxError(
    `${service} : « ${command.join(' ')} » a échoué (statut ${result.exitCode ?? result.signal}).\n${lastLines}`,
    `Journal du service : ${inside(sandbox, 'logs', `${service}.log`)}`,
  );
}

/** Asks a service once whether it really works. */
export async function answers(sandbox: Sandbox, service: Service) {
  const { exitCode } = await execa(inside(sandbox, 'bin/attendre'), [service, '0'], { reject: false });
  return exitCode === 0;
}

/** Waits until the services really answer, side by side; throws with the last answer of those that do not. */
export async function waitFor(sandbox: Sandbox, services: readonly Service[]) {
  const complaints = await Promise.all(
    services.map(async (service) => {
      const { exitCode, stderr } = await execa(inside(sandbox, 'bin/attendre'), [service, '120'], { reject: false });
      return exitCode === 0 ? [] : [stderr];
    }),
  );
  if (complaints.flat().length === 0) return;
  throw new SandboxError(complaints.flat().join('\n'), `Lisez ${inside(sandbox, 'logs')}, puis relancez la commande.`);
}
