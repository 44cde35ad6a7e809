import { Failure } from '../failure.ts';
import { readSecret } from '../targets/sources.ts';
import type { Target } from '../targets/target.ts';
import { secretsOf } from '../targets/target.ts';

/**
 * The secrets that services of the target are given and that the runbook does not know, by name; each is read once.
 * One that cannot be read is left out when nothing calls a service that needs it: such a service says so when called.
 * @param called the names (`@db:stop`) that will be called.
 * @throws Failure as `readSecret`.
 */
export async function readServiceSecrets(
  called: ReadonlySet<string>,
  target: Target,
  known: ReadonlyMap<string, string>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ReadonlyMap<string, string>> {
  const needed = new Set(target.services.flatMap((service) => secretsOf(service, called)));
  const found = new Map<string, string>();
  for (const name of new Set(target.services.flatMap((service) => secretsOf(service)))) {
    const source = target.secrets.get(name);
    if (known.has(name) || source === undefined) continue;
    try {
      found.set(name, await readSecret(name, source, target, env));
    } catch (error) {
      if (needed.has(name) || !(error instanceof Failure)) throw error;
    }
  }
  return found;
}
